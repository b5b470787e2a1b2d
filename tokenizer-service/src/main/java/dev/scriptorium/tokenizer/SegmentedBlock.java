package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.tokenizer.sentence.TextRange;
import java.util.List;

/**
 * A block divided into pieces: its sentences, or parts of a sentence that is over a limit.
 *
 * @param language ISO 639-1; empty where none was recognised
 * @param spans of the block, in order
 * @param pieces in order; none where the block is blank
 */
record SegmentedBlock(TextBlock block, String language, List<ProtectedSpan> spans, List<Piece> pieces) {

    /**
     * @param cut whether it is a part of a sentence
     * @param ids of its tokens; none where no encoder model is installed
     */
    record Piece(TextRange range, boolean cut, int[] ids) {

        /** Four characters count as a token where there are no ids. */
        int tokens() {
            return ids.length > 0 ? ids.length : 2 + range.length() / 4;
        }
    }

    /** The segment of a piece, without its index and its separator. */
    Segment.Builder segment(Piece piece) {
        TextRange range = piece.range();
        Segment.Builder segment = Segment.newBuilder()
                .setBlockIndex(block.index())
                .setBlockKind(block.kind())
                .setPlace(block.place())
                .setText(block.text().substring(range.start(), range.end()))
                .setLanguage(language)
                .setCut(piece.cut())
                .setBoilerplate(block.boilerplate())
                .setInlineCodes(block.codeOffsets().stream()
                        .anyMatch(offset -> range.start() < offset && offset < range.end()));
        for (int i = firstSpanBehind(range.start());
                i < spans.size() && spans.get(i).getStart() < range.end();
                i++) {
            ProtectedSpan span = spans.get(i);
            segment.addProtectedSpans(span.toBuilder()
                    .setStart(Math.max(0, span.getStart() - range.start()))
                    .setEnd(Math.min(range.length(), span.getEnd() - range.start())));
        }
        return segment;
    }

    /** The first span that ends behind an offset. */
    private int firstSpanBehind(int offset) {
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).getEnd() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
