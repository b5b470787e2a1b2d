package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.tokenizer.SegmentedBlock.Piece;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.sentence.SentenceCutter;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import dev.scriptorium.tokenizer.sentence.TextRange;
import dev.scriptorium.tokenizer.sentence.Whitespace;
import dev.scriptorium.tokenizer.span.ProtectedSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Divides one block into pieces, none of which is over a limit. Thread-safe. */
final class BlockSegmenter {

    /** A piece this short is not cut further, whatever its number of tokens. */
    private static final int SHORTEST_CUT = 4;

    private final SentenceSplitter splitter;
    private final SentenceCutter cutter = new SentenceCutter();
    private final SegmentLimits limits;
    private final TokenEncoder encoder;

    BlockSegmenter(SentenceSplitter splitter, SegmentLimits limits, TokenEncoder encoder) {
        this.splitter = splitter;
        this.limits = new SegmentLimits(limits.characters(), Math.min(limits.tokens(), encoder.maxTokens()));
        this.encoder = encoder;
    }

    /** @param language ISO 639-1; empty where unknown */
    SegmentedBlock segment(TextBlock block, String language) {
        List<ProtectedSpan> spans = spans(block);
        IntPredicate unbreakable = inside(spans);
        List<Part> parts = new ArrayList<>();
        for (TextRange sentence : sentences(block, language, unbreakable)) {
            List<TextRange> cut = cutter.cut(block.text(), sentence, limits.characters(), unbreakable);
            cut.forEach(range -> parts.add(new Part(range, cut.size() > 1)));
        }
        return new SegmentedBlock(block, language, spans, withinTokens(parts, block.text(), unbreakable));
    }

    /** A piece that is not encoded yet. */
    private record Part(TextRange range, boolean cut) {}

    private static List<ProtectedSpan> spans(TextBlock block) {
        if (block.kind() != BlockKind.BLOCK_KIND_CODE) {
            return ProtectedSpans.find(block.text());
        }
        return List.of(ProtectedSpan.newBuilder()
                .setKind(ProtectedSpan.Kind.KIND_CODE)
                .setEnd(block.text().length())
                .build());
    }

    private List<TextRange> sentences(TextBlock block, String language, IntPredicate unbreakable) {
        int length = block.text().length();
        if (Whitespace.isBlank(block.text(), 0, length)) {
            return List.of();
        }
        return block.kind() == BlockKind.BLOCK_KIND_CODE
                ? List.of(new TextRange(0, length))
                : splitter.split(block.text(), language, unbreakable);
    }

    /** Encodes all parts, and cuts those that are over the limit of tokens until none is. */
    private List<Piece> withinTokens(List<Part> parts, String text, IntPredicate unbreakable) {
        List<int[]> ids = encoder.encode(parts.stream()
                .map(part -> text.substring(part.range().start(), part.range().end()))
                .toList());
        List<Piece> pieces = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            TextRange range = parts.get(i).range();
            int tokens = ids.get(i).length;
            if (tokens <= limits.tokens() || range.length() < SHORTEST_CUT) {
                pieces.add(new Piece(range, parts.get(i).cut(), ids.get(i)));
            } else {
                int fitting = (int) ((long) range.length() * limits.tokens() / tokens);
                int limit = Math.max(2, Math.min(fitting, range.length() / 2));
                List<Part> shorter = cutter.cut(text, range, limit, unbreakable).stream()
                        .map(cut -> new Part(cut, true))
                        .toList();
                pieces.addAll(withinTokens(shorter, text, unbreakable));
            }
        }
        return pieces;
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
