package dev.scriptorium.engine.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sequence on its way or done.
 *
 * @param row the start token and what was written
 * @param logProbability sum over the tokens written, as the search counts them
 * @param tokenScores the log-probability that the model gave each token written, before any rule
 * @param attention for each token written, how much the row attended to each token of the source; empty where that is not
 *     wanted
 */
public record Hypothesis(int[] row, float logProbability, float[] tokenScores, List<float[]> attention) {

    static Hypothesis start(int token, float logProbability) {
        return new Hypothesis(new int[] {token}, logProbability, new float[0], List.of());
    }

    /**
     * @param sum the new sequence's {@link #logProbability}
     * @param tokenScore what the model gave the token
     * @param rowAttention empty where it is not wanted, or the token was written without the model
     */
    Hypothesis with(int token, float sum, float tokenScore, float[] rowAttention) {
        int[] longer = Arrays.copyOf(row, row.length + 1);
        longer[row.length] = token;
        float[] scores = Arrays.copyOf(tokenScores, row.length);
        scores[row.length - 1] = tokenScore;
        return new Hypothesis(longer, sum, scores, with(rowAttention));
    }

    private List<float[]> with(float[] rowAttention) {
        if (rowAttention.length == 0) {
            return attention;
        }
        List<float[]> more = new ArrayList<>(row.length);
        more.addAll(attention);
        more.add(rowAttention);
        return more;
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
