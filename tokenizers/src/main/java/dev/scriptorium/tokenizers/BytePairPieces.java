package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * SentencePiece's byte-pair encoding: joins, again and again, the two neighbours whose union scores highest, the leftmost of
 * equals, until no union is a piece. Pieces that are marked as unused may be joined on the way and are taken apart at the end.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al., Neural Machine Translation of Rare Words, section 3.2</a>
 */
final class BytePairPieces implements Segmentation {

    private static final int NONE = -1;

    private final Map<String, Piece> pieces = new HashMap<>();
    private final PieceTrie symbols;

    /** @param symbols the pieces that stay whole whatever stands around them */
    BytePairPieces(List<Piece> pieces, PieceTrie symbols) {
        this.symbols = symbols;
        for (Piece piece : pieces) {
            switch (piece.type()) {
                case NORMAL, USER_DEFINED, UNUSED -> this.pieces.put(piece.text(), piece);
                case UNKNOWN, CONTROL, BYTE -> {}
            }
        }
    }

    /** Two neighbours that may be joined; out of date where one of them was joined to another meanwhile. */
    private record Union(int left, int right, float score, int length) implements Comparable<Union> {

        @Override
        public int compareTo(Union other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }

    @Override
    public List<Span> cut(byte[] text) {
        Chain chain = new Chain(text);
        PriorityQueue<Union> unions = new PriorityQueue<>();
        for (int i = 1; i < chain.size; i++) {
            chain.offer(i - 1, i, unions);
        }
        for (Union best = unions.poll(); best != null; best = unions.poll()) {
            if (chain.holds(best)) {
                chain.join(best.left(), best.right());
                chain.offer(chain.before[best.left()], best.left(), unions);
                chain.offer(best.left(), chain.after[best.left()], unions);
            }
        }
        return chain.spans();
    }

    /** The symbols of one text, each with its neighbours. */
    private final class Chain {

        private final byte[] text;
        private final int[] starts;
        private final int[] ends;
        private final int[] before;
        private final int[] after;
        private final boolean[] whole;
        private final Map<String, Integer> parts = new HashMap<>();
        private int size;

        Chain(byte[] text) {
            this.text = text;
            this.starts = new int[text.length];
            this.ends = new int[text.length];
            this.before = new int[text.length];
            this.after = new int[text.length];
            this.whole = new boolean[text.length];
            for (int start = 0; start < text.length; size++) {
                int symbol = symbols.longest(text, start);
                starts[size] = start;
                start += symbol > 0 ? symbol : Math.min(Utf8.length(text[start]), text.length - start);
                ends[size] = start;
                whole[size] = symbol > 0;
                before[size] = size - 1;
                after[size] = start < text.length ? size + 1 : NONE;
            }
        }

        private String text(int start, int end) {
            return new String(text, start, end - start, UTF_8);
        }

        void offer(int left, int right, PriorityQueue<Union> unions) {
            if (left == NONE || right == NONE || whole[left] || whole[right]) {
                return;
            }
            String joined = text(starts[left], ends[right]);
            Piece piece = pieces.get(joined);
            if (piece != null) {
                unions.add(new Union(left, right, piece.score(), ends[right] - starts[left]));
                if (piece.type() == Piece.Type.UNUSED) {
                    parts.putIfAbsent(joined, ends[left] - starts[left]);
                }
            }
        }

        boolean holds(Union union) {
            return ends[union.left()] > starts[union.left()]
                    && after[union.left()] == union.right()
                    && ends[union.right()] - starts[union.left()] == union.length();
        }

        void join(int left, int right) {
            ends[left] = ends[right];
            after[left] = after[right];
            if (after[right] != NONE) {
                before[after[right]] = left;
            }
            ends[right] = starts[right];
        }

        List<Span> spans() {
            List<Span> spans = new ArrayList<>();
            for (int i = size == 0 ? NONE : 0; i != NONE; i = after[i]) {
                add(starts[i], ends[i], spans);
            }
            return spans;
        }

        private void add(int start, int end, List<Span> spans) {
            String symbol = text(start, end);
            Piece piece = pieces.get(symbol);
            Integer left = parts.get(symbol);
            if (piece != null && piece.type() == Piece.Type.UNUSED && left != null) {
                add(start, start + left, spans);
                add(start + left, end, spans);
            } else {
                spans.add(new Span(start, end, piece != null));
            }
        }
    }
}
