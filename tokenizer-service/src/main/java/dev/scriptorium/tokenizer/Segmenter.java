package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceCutter;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import dev.scriptorium.tokenizer.sentence.TextRange;
import dev.scriptorium.tokenizer.sentence.Whitespace;
import dev.scriptorium.tokenizer.span.ProtectedSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Divides a text into segments and windows. The segments and what stands between them give the text again, exactly, but
 * for white space in front of the first.
 *
 * <p>The same text always gives the same segments. Keeps nothing from call to call; safe for use by several threads.
 */
public final class Segmenter {

    private final LanguageDetector languages;
    private final Set<String> served;
    private final SentenceSplitter splitter;
    private final SentenceCutter cutter = new SentenceCutter();
    private final SegmentLimits limits;
    private final WindowPlanner windows;
    private final TokenEncoder encoder;

    public Segmenter(
            LanguageDetector languages,
            Set<String> served,
            SentenceSplitter splitter,
            SegmentLimits limits,
            WindowPlanner windows,
            TokenEncoder encoder) {
        this.languages = languages;
        this.served = Set.copyOf(served);
        this.splitter = splitter;
        this.limits = new SegmentLimits(limits.characters(), Math.min(limits.tokens(), encoder.maxTokens()));
        this.windows = windows;
        this.encoder = encoder;
    }

    /** A segment in the making. */
    private record Piece(int block, TextRange range, boolean cut, int[] ids) {}

    /** @param hint ISO 639-1, for blocks that do not tell their language themselves; may be empty or not served */
    public SegmentedText segment(List<TextBlock> blocks, String hint) {
        BlockLanguages detected = BlockLanguages.detect(blocks, served.contains(hint) ? hint : "", languages);
        List<List<ProtectedSpan>> spans = new ArrayList<>(blocks.size());
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            spans.add(spans(blocks.get(i)));
            divide(blocks.get(i), i, detected.ofBlocks().get(i), spans.get(i), pieces);
        }
        pieces = withinTokens(pieces, blocks, spans);
        return new SegmentedText(
                segments(pieces, blocks, spans, detected.ofBlocks()),
                windows.plan(pieces.stream().mapToInt(piece -> tokens(piece)).toArray()),
                encodings(pieces),
                detected.ofMost());
    }

    private static List<ProtectedSpan> spans(TextBlock block) {
        if (block.kind() != BlockKind.BLOCK_KIND_CODE) {
            return ProtectedSpans.find(block.text());
        }
        return List.of(ProtectedSpan.newBuilder()
                .setKind(ProtectedSpan.Kind.KIND_CODE)
                .setEnd(block.text().length())
                .build());
    }

    private void divide(TextBlock block, int index, String language, List<ProtectedSpan> spans, List<Piece> pieces) {
        IntPredicate unbreakable = inside(spans);
        List<TextRange> sentences;
        if (Whitespace.isBlank(block.text(), 0, block.text().length())) {
            sentences = List.of();
        } else if (block.kind() == BlockKind.BLOCK_KIND_CODE) {
            sentences = List.of(new TextRange(0, block.text().length()));
        } else {
            sentences = splitter.split(block.text(), language, unbreakable);
        }
        for (TextRange sentence : sentences) {
            List<TextRange> parts = cutter.cut(block.text(), sentence, limits.characters(), unbreakable);
            for (TextRange part : parts) {
                pieces.add(new Piece(index, part, parts.size() > 1, NO_IDS));
            }
        }
    }

    private static final int[] NO_IDS = {};

    /** Encodes all pieces, and cuts those that are over the limit of tokens until none is. */
    private List<Piece> withinTokens(List<Piece> pieces, List<TextBlock> blocks, List<List<ProtectedSpan>> spans) {
        List<int[]> ids =
                encoder.encode(pieces.stream().map(piece -> text(piece, blocks)).toList());
        List<Piece> encoded = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            int length = piece.range().length();
            if (ids.get(i).length <= limits.tokens() || length < 4) {
                encoded.add(new Piece(piece.block(), piece.range(), piece.cut(), ids.get(i)));
                continue;
            }
            int fitting = (int) ((long) length * limits.tokens() / ids.get(i).length);
            int limit = Math.max(2, Math.min(fitting, length / 2));
            List<Piece> parts = new ArrayList<>();
            cutter.cut(blocks.get(piece.block()).text(), piece.range(), limit, inside(spans.get(piece.block())))
                    .forEach(part -> parts.add(new Piece(piece.block(), part, true, NO_IDS)));
            encoded.addAll(withinTokens(parts, blocks, spans));
        }
        return encoded;
    }

    private static String text(Piece piece, List<TextBlock> blocks) {
        return blocks.get(piece.block())
                .text()
                .substring(piece.range().start(), piece.range().end());
    }

    /** Where no encoder counts: four characters to a token. */
    private static int tokens(Piece piece) {
        return piece.ids().length > 0 ? piece.ids().length : 2 + piece.range().length() / 4;
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

    private static List<Segment> segments(
            List<Piece> pieces, List<TextBlock> blocks, List<List<ProtectedSpan>> spans, List<String> languages) {
        List<Segment> segments = new ArrayList<>(pieces.size());
        int spanAt = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            TextBlock block = blocks.get(piece.block());
            spanAt = i > 0 && pieces.get(i - 1).block() == piece.block() ? spanAt : 0;
            Segment.Builder segment = Segment.newBuilder()
                    .setIndex(i)
                    .setBlockIndex(block.index())
                    .setBlockKind(block.kind())
                    .setPlace(block.place())
                    .setText(text(piece, blocks))
                    .setSeparator(separator(pieces, i, blocks))
                    .setLanguage(languages.get(piece.block()))
                    .setCut(piece.cut())
                    .setBoilerplate(block.boilerplate());
            spanAt = addSpans(segment, piece.range(), spans.get(piece.block()), spanAt);
            segments.add(segment.build());
        }
        return segments;
    }

    /** Adds the spans that touch a range, counted from its start; returns where to go on for the next range. */
    private static int addSpans(Segment.Builder segment, TextRange range, List<ProtectedSpan> spans, int from) {
        int at = from;
        while (at < spans.size() && spans.get(at).getEnd() <= range.start()) {
            at++;
        }
        for (int i = at; i < spans.size() && spans.get(i).getStart() < range.end(); i++) {
            ProtectedSpan span = spans.get(i);
            segment.addProtectedSpans(span.toBuilder()
                    .setStart(Math.max(0, span.getStart() - range.start()))
                    .setEnd(Math.min(range.length(), span.getEnd() - range.start())));
        }
        return at;
    }

    private static String separator(List<Piece> pieces, int index, List<TextBlock> blocks) {
        Piece piece = pieces.get(index);
        TextBlock block = blocks.get(piece.block());
        boolean last = index + 1 == pieces.size();
        int nextBlock = last ? blocks.size() : pieces.get(index + 1).block();
        if (nextBlock == piece.block()) {
            return block.text()
                    .substring(
                            piece.range().end(), pieces.get(index + 1).range().start());
        }
        StringBuilder between = new StringBuilder();
        between.append(block.text(), piece.range().end(), block.text().length()).append(block.joiner());
        for (int i = piece.block() + 1; i < nextBlock; i++) {
            between.append(blocks.get(i).text()).append(blocks.get(i).joiner());
        }
        if (!last) {
            between.append(
                    blocks.get(nextBlock).text(),
                    0,
                    pieces.get(index + 1).range().start());
        }
        return between.toString();
    }

    private static IntPredicate inside(List<ProtectedSpan> spans) {
        return offset -> {
            int low = 0;
            int high = spans.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (spans.get(middle).getEnd() <= offset) {
                    low = middle + 1;
                } else if (spans.get(middle).getStart() >= offset) {
                    high = middle - 1;
                } else {
                    return true;
                }
            }
            return false;
        };
    }
}
