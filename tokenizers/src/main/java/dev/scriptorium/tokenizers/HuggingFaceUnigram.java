package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * The Unigram model of a {@code tokenizer.json}: divides a word into the pieces whose scores add up highest, exactly as
 * Hugging Face's library does. Of equal sums the one found first wins, an unknown character scores 10 below the lowest
 * piece, and neighbouring unknown characters are one token. {@link UnigramPieces} is SentencePiece's own arithmetic.
 * Immutable.
 *
 * @see <a href="https://arxiv.org/abs/1804.10959">Kudo, Subword Regularization, section 3.2</a>
 */
final class HuggingFaceUnigram {

    private static final double UNKNOWN_PENALTY = 10;

    private final int unknown;
    private final double unknownScore;
    private final double[] scores;
    private final PieceTrie trie = new PieceTrie();

    /** @param model the file's {@code model}, of the type Unigram */
    HuggingFaceUnigram(JsonNode model) {
        JsonNode vocabulary = model.path("vocab");
        this.unknown = model.path("unk_id").asInt();
        this.scores = new double[vocabulary.size()];
        double lowest = 0;
        for (int id = 0; id < scores.length; id++) {
            JsonNode piece = vocabulary.get(id);
            scores[id] = piece.path(1).asDouble();
            lowest = Math.min(lowest, scores[id]);
            trie.add(piece.path(0).asText().getBytes(UTF_8), id);
        }
        this.unknownScore = lowest - UNKNOWN_PENALTY;
    }

    int[] encode(String word) {
        byte[] text = word.getBytes(UTF_8);
        Paths paths = new Paths(text.length);
        for (int start = 0; start < text.length; ) {
            int next = start + Utf8.length(text[start]);
            boolean covered = false;
            int node = trie.root();
            for (int end = start; end < text.length; ) {
                node = trie.child(node, text[end++]);
                if (node < 0) {
                    break;
                }
                int id = trie.piece(node);
                if (id >= 0) {
                    covered |= end == next;
                    paths.reach(end, paths.scores[start] + scores[id], start, id);
                }
            }
            if (!covered) {
                paths.reach(next, paths.scores[start] + unknownScore, start, unknown);
            }
            start = next;
        }
        return paths.ids(unknown);
    }

    /** The best way from the start of a word to each of its positions. */
    private static final class Paths {
        private final double[] scores;
        private final int[] starts;
        private final int[] pieces;

        Paths(int length) {
            this.scores = new double[length + 1];
            this.starts = new int[length + 1];
            this.pieces = new int[length + 1];
            Arrays.fill(starts, -1);
        }

        void reach(int end, double score, int start, int id) {
            if (starts[end] < 0 || score > scores[end]) {
                scores[end] = score;
                starts[end] = start;
                pieces[end] = id;
            }
        }

        int[] ids(int unknown) {
            int[] ids = new int[scores.length];
            int first = ids.length;
            boolean afterUnknown = false;
            for (int end = scores.length - 1; end > 0; end = starts[end]) {
                boolean isUnknown = pieces[end] == unknown;
                if (!isUnknown || !afterUnknown) {
                    ids[--first] = pieces[end];
                }
                afterUnknown = isUnknown;
            }
            return Arrays.copyOfRange(ids, first, ids.length);
        }
    }
}
