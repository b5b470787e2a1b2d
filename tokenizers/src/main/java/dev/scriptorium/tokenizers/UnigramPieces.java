package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SentencePiece's Unigram model: cuts a text into the pieces with the highest total score (Viterbi), exactly as the
 * original does, arithmetic included.
 *
 * @see <a href="https://arxiv.org/abs/1804.10959">Kudo, Subword Regularization, section 3.2</a>
 */
final class UnigramPieces implements Segmentation {

    /** How far an unknown character scores below the worst piece. */
    private static final float UNKNOWN_PENALTY = 10;

    private final List<Piece> pieces;
    private final PieceTrie trie = new PieceTrie();
    private final float highest;
    private final float unknownScore;

    UnigramPieces(List<Piece> pieces) {
        this.pieces = pieces;
        float lowestSeen = Float.MAX_VALUE;
        float highestSeen = -Float.MAX_VALUE;
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            switch (piece.type()) {
                case NORMAL -> {
                    lowestSeen = Math.min(lowestSeen, piece.score());
                    highestSeen = Math.max(highestSeen, piece.score());
                    trie.add(piece.text().getBytes(UTF_8), id);
                }
                case USER_DEFINED -> trie.add(piece.text().getBytes(UTF_8), id);
                case UNKNOWN, CONTROL, UNUSED, BYTE -> {}
            }
        }
        this.highest = highestSeen;
        this.unknownScore = lowestSeen - UNKNOWN_PENALTY;
    }

    /** The best way from the start to a position: where its last piece begins, whether that is known, the score so far. */
    private record Paths(int[] starts, boolean[] known, float[] scores) {}

    @Override
    public List<Span> cut(byte[] text) {
        Paths paths = search(text);
        List<Span> reversed = new ArrayList<>();
        for (int end = text.length; end > 0; end = paths.starts()[end]) {
            reversed.add(new Span(paths.starts()[end], end, paths.known()[end]));
        }
        return reversed.reversed();
    }

    private Paths search(byte[] text) {
        int[] starts = new int[text.length + 1];
        boolean[] known = new boolean[text.length + 1];
        float[] scores = new float[text.length + 1];
        Arrays.fill(starts, -1);
        int start = 0;
        while (start < text.length) {
            int character = Math.min(Utf8.length(text[start]), text.length - start);
            boolean covered = false;
            int node = trie.root();
            for (int end = start; end < text.length; ) {
                node = trie.child(node, text[end]);
                if (node < 0) {
                    break;
                }
                end++;
                int piece = trie.piece(node);
                if (piece >= 0) {
                    // The original adds in double precision and keeps the sum in single.
                    double score = score(piece, end - start) + scores[start];
                    if (starts[end] < 0 || score > scores[end]) {
                        scores[end] = (float) score;
                        starts[end] = start;
                        known[end] = true;
                    }
                    covered |= end - start == character;
                }
            }
            if (!covered) {
                int end = start + character;
                float score = unknownScore + scores[start];
                if (starts[end] < 0 || score > scores[end]) {
                    scores[end] = score;
                    starts[end] = start;
                    known[end] = false;
                }
            }
            start += character;
        }
        return new Paths(starts, known, scores);
    }

    private double score(int id, int bytes) {
        Piece piece = pieces.get(id);
        return piece.type() == Piece.Type.USER_DEFINED ? bytes * highest - 0.1 : piece.score();
    }
}
