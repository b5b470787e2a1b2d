package dev.scriptorium.inference.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SentencePiece's Unigram model: cuts a text into the pieces with the highest total score (Viterbi), exactly as the
 * original does, arithmetic included. Safe for many threads.
 *
 * @see <a href="https://arxiv.org/abs/1804.10959">Kudo, Subword Regularization, section 3.2</a>
 */
final class SentencePiece {

    /** How far an unknown character scores below the worst piece. */
    private static final float UNKNOWN_PENALTY = 10;

    private final Normalizer normalizer;
    private final List<Piece> pieces;
    private final boolean byteFallback;
    private final PieceTrie trie = new PieceTrie();
    private final float highest;
    private final float unknownScore;

    SentencePiece(Normalizer normalizer, List<Piece> pieces, boolean byteFallback) {
        this.normalizer = normalizer;
        this.pieces = pieces;
        this.byteFallback = byteFallback;
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

    /** The text's pieces; neighbouring characters that no piece covers are one piece. */
    List<String> encode(String text) {
        byte[] normal = normalizer.normalize(text);
        Paths paths = search(normal);
        List<String> reversed = new ArrayList<>();
        int end = normal.length;
        while (end > 0) {
            int start = paths.starts()[end];
            if (paths.known()[end]) {
                reversed.add(text(normal, start, end));
            } else {
                while (start > 0 && !paths.known()[start]) {
                    start = paths.starts()[start];
                }
                addUnknown(normal, start, end, reversed);
            }
            end = start;
        }
        return reversed.reversed();
    }

    private void addUnknown(byte[] normal, int start, int end, List<String> reversed) {
        if (!byteFallback) {
            reversed.add(text(normal, start, end));
            return;
        }
        for (int i = end - 1; i >= start; i--) {
            reversed.add(String.format("<0x%02X>", normal[i] & 0xFF));
        }
    }

    private static String text(byte[] normal, int start, int end) {
        return new String(normal, start, end - start, UTF_8);
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
