package dev.scriptorium.inference.engine.search;

import java.util.Arrays;

/**
 * A sequence on its way or done.
 *
 * @param row the start token and what was written
 * @param logProbability sum over the tokens written
 */
public record Hypothesis(int[] row, float logProbability) {

    Hypothesis with(int token, float score) {
        int[] longer = Arrays.copyOf(row, row.length + 1);
        longer[row.length] = token;
        return new Hypothesis(longer, logProbability + score);
    }

    /** What was written after the start token. */
    public int[] written() {
        return Arrays.copyOfRange(row, 1, row.length);
    }

    public int last() {
        return row[row.length - 1];
    }

    /** The mean natural-log probability of a token written. */
    public float meanLogProbability() {
        return row.length == 1 ? 0 : logProbability / (row.length - 1);
    }
}
