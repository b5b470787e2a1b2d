package dev.scriptorium.inference.engine.search;

import java.util.List;
import java.util.Set;

/**
 * What the search must keep to: how sequences start and end, and which tokens are never or no longer allowed.
 *
 * @param startToken the first token of every row; it is not part of the result
 * @param endTokens a row that writes one of these is finished
 * @param forcedFirstToken the token that every sequence begins with, or none below 0
 * @param forcedLastToken the token that is written at the length limit, or none below 0
 * @param minLength tokens, the start token included, before which no sequence ends
 * @param maxNewTokens the length limit, without the start token
 * @param repetitionPenalty above 1 makes tokens of the row less likely
 * @param noRepeatNgramSize no run of this many tokens occurs twice in a row; 0 is no limit
 * @param forbidden runs of tokens that are never written; runs of one token are the model's to leave out of
 *     {@link StepDecoder#mostLikely}
 */
public record Rules(
        int startToken,
        Set<Integer> endTokens,
        int forcedFirstToken,
        int forcedLastToken,
        int minLength,
        int maxNewTokens,
        float repetitionPenalty,
        int noRepeatNgramSize,
        List<List<Integer>> forbidden) {

    /** The value of an optional token that is not there. */
    public static final int NONE = -1;

    public Rules {
        endTokens = Set.copyOf(endTokens);
        forbidden = forbidden.stream().map(List::copyOf).toList();
    }

    /** Whether the token of every row at this length is given; {@code written} counts tokens after the start. */
    int forcedAt(int written) {
        if (forcedLastToken >= 0 && written == maxNewTokens - 1) {
            return forcedLastToken;
        }
        return written == 0 ? forcedFirstToken : NONE;
    }

    /** Whether the rules depend on what a row has written, so that the model alone cannot rank the next tokens. */
    boolean dependOnRow() {
        return repetitionPenalty != 1
                || noRepeatNgramSize > 0
                || minLength > 1
                || forbidden.stream().anyMatch(run -> run.size() > 1);
    }

    /**
     * Changes the scores of what may follow a row, in the order of transformers.
     *
     * @param row the start token and what was written
     */
    void apply(int[] row, float[] scores) {
        if (repetitionPenalty != 1) {
            penaliseRepetition(row, scores);
        }
        if (noRepeatNgramSize > 0 && row.length >= noRepeatNgramSize) {
            forbidRepeatedRuns(row, scores);
        }
        for (List<Integer> run : forbidden) {
            if (endsWithAllButLast(row, run)) {
                scores[run.getLast()] = Float.NEGATIVE_INFINITY;
            }
        }
        if (row.length < minLength) {
            endTokens.forEach(token -> scores[token] = Float.NEGATIVE_INFINITY);
        }
    }

    private void penaliseRepetition(int[] row, float[] scores) {
        boolean[] seen = new boolean[scores.length];
        for (int token : row) {
            if (!seen[token]) {
                seen[token] = true;
                float score = scores[token];
                scores[token] = score < 0 ? score * repetitionPenalty : score / repetitionPenalty;
            }
        }
    }

    private void forbidRepeatedRuns(int[] row, float[] scores) {
        int context = noRepeatNgramSize - 1;
        int end = row.length - context;
        for (int start = 0; start < end; start++) {
            int same = 0;
            while (same < context && row[start + same] == row[end + same]) {
                same++;
            }
            if (same == context) {
                scores[row[start + context]] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    private static boolean endsWithAllButLast(int[] row, List<Integer> run) {
        int context = run.size() - 1;
        if (context > row.length) {
            return false;
        }
        for (int i = 0; i < context; i++) {
            if (row[row.length - context + i] != run.get(i)) {
                return false;
            }
        }
        return true;
    }
}
