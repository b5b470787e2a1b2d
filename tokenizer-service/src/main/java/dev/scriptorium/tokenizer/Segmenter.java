package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.tokenizer.SegmentedBlock.Piece;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.DeclaredLanguage;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides a text into segments and windows. The segments and their separators give the text again, exactly, but for
 * white space in front of the first segment.
 *
 * <p>The same text always gives the same segments. Keeps no state between calls. Thread-safe.
 */
public final class Segmenter {

    private final LanguageDetector detector;
    private final BlockSegmenter segmenter;
    private final WindowPlanner windows;
    private final TokenEncoder encoder;

    public Segmenter(
            LanguageDetector detector,
            SentenceSplitter splitter,
            SegmentLimits limits,
            WindowPlanner windows,
            TokenEncoder encoder) {
        this.detector = detector;
        this.segmenter = new BlockSegmenter(splitter, limits, encoder);
        this.windows = windows;
        this.encoder = encoder;
    }

    /** As {@link #segment(List, String, Runnable)}, to the end whatever happens. */
    public SegmentedText segment(List<TextBlock> blocks, String declared) {
        return segment(blocks, declared, () -> {});
    }

    /**
     * @param declared the language of all blocks, in any form that {@link DeclaredLanguage} reads; empty: it is detected
     * @param checkpoint runs before each block; an exception from it ends the work
     */
    public SegmentedText segment(List<TextBlock> blocks, String declared, Runnable checkpoint) {
        checkpoint.run();
        BlockLanguages languages = declared.isEmpty()
                ? BlockLanguages.detect(blocks, detector)
                : BlockLanguages.declared(blocks, DeclaredLanguage.code(declared));
        List<SegmentedBlock> segmented = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            checkpoint.run();
            segmented.add(segmenter.segment(blocks.get(i), languages.ofBlocks().get(i)));
        }
        List<Piece> pieces =
                segmented.stream().flatMap(block -> block.pieces().stream()).toList();
        return new SegmentedText(
                segments(segmented),
                windows.plan(pieces.stream().mapToInt(Piece::tokens).toArray()),
                encodings(pieces),
                languages.ofMost());
    }

    private static List<Segment> segments(List<SegmentedBlock> blocks) {
        List<Segment> segments = new ArrayList<>();
        Segment.@Nullable Builder previous = null;
        StringBuilder separator = new StringBuilder();
        for (SegmentedBlock block : blocks) {
            String text = block.block().text();
            int position = 0;
            for (Piece piece : block.pieces()) {
                separator.append(text, position, piece.range().start());
                if (previous != null) {
                    segments.add(previous.setSeparator(separator.toString()).build());
                }
                separator.setLength(0);
                previous = block.segment(piece).setIndex(segments.size());
                position = piece.range().end();
            }
            separator.append(text, position, text.length()).append(block.block().joiner());
        }
        if (previous != null) {
            segments.add(previous.setSeparator(separator.toString()).build());
        }
        return segments;
    }

    private List<Encoding> encodings(List<Piece> pieces) {
        if (encoder.digest().isEmpty()) {
            return List.of();
        }
        Encoding.Builder encoding = Encoding.newBuilder().setTokenizerDigest(encoder.digest());
        for (Piece piece : pieces) {
            TokenIds.Builder ids = encoding.addSegmentsBuilder();
            for (int id : piece.ids()) {
                ids.addIds(id);
            }
        }
        return List.of(encoding.build());
    }
}
