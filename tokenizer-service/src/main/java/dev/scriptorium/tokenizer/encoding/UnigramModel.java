package dev.scriptorium.tokenizer.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Divides a word into the pieces of a vocabulary whose scores add up highest (Kudo, "Subword Regularization", 2018,
 * section 3.2), exactly as the tokenizers library does it: of equal sums the one found first, unknown characters at the
 * lowest score less 10, neighbours of them as one. Immutable.
 */
final class UnigramModel {

    private static final double UNKNOWN_PENALTY = 10;

    private final int unknown;
    private final double unknownScore;
    private final double[] scores;
    private final PieceTrie trie = new PieceTrie();

    record Piece(String text, double score) {}

    UnigramModel(List<Piece> vocabulary, int unknown) {
        this.unknown = unknown;
        this.scores = new double[vocabulary.size()];
        double least = 0;
        for (int id = 0; id < scores.length; id++) {
            scores[id] = vocabulary.get(id).score();
            least = Math.min(least, scores[id]);
            trie.add(vocabulary.get(id).text(), id);
        }
        this.unknownScore = least - UNKNOWN_PENALTY;
    }

    int[] encode(String word) {
        int length = word.length();
        double[] best = new double[length + 1];
        int[] from = new int[length + 1];
        int[] piece = new int[length + 1];
        Arrays.fill(from, -1);
        from[0] = 0;
        for (int at = 0; at < length; at = word.offsetByCodePoints(at, 1)) {
            int next = word.offsetByCodePoints(at, 1);
            boolean known = false;
            int node = PieceTrie.ROOT;
            for (int end = at; end < length; ) {
                node = trie.next(node, word.charAt(end++));
                if (node < 0) {
                    break;
                }
                int id = trie.id(node);
                if (id >= 0) {
                    known |= end == next;
                    reach(end, best[at] + scores[id], at, id, best, from, piece);
                }
            }
            if (!known) {
                reach(next, best[at] + unknownScore, at, unknown, best, from, piece);
            }
        }
        return backwards(length, from, piece);
    }

    private static void reach(int end, double score, int start, int id, double[] best, int[] from, int[] piece) {
        if (from[end] < 0 || score > best[end]) {
            best[end] = score;
            from[end] = start;
            piece[end] = id;
        }
    }

    private int[] backwards(int length, int[] from, int[] piece) {
        List<Integer> reversed = new ArrayList<>();
        boolean afterUnknown = false;
        for (int end = length; end > 0; end = from[end]) {
            boolean isUnknown = piece[end] == unknown;
            if (!isUnknown || !afterUnknown) {
                reversed.add(piece[end]);
            }
            afterUnknown = isUnknown;
        }
        int[] ids = new int[reversed.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = reversed.get(ids.length - 1 - i);
        }
        return ids;
    }
}
