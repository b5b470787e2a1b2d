package dev.scriptorium.engine.kernels;

import java.util.Arrays;

/** The best of the scores that were offered, in order; of equal ones that which was offered first. For one thread. */
final class TopK {

    private final float[] scores;
    private final int[] columns;

    TopK(int wanted) {
        this.scores = new float[wanted];
        this.columns = new int[wanted];
    }

    void clear() {
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    }

    /** What a score has to be above. */
    float least() {
        return scores[scores.length - 1];
    }

    void offer(float score, int column) {
        int position = scores.length - 1;
        if (!(score > scores[position])) {
            return;
        }
        while (position > 0 && score > scores[position - 1]) {
            scores[position] = scores[position - 1];
            columns[position] = columns[position - 1];
            position--;
        }
        scores[position] = score;
        columns[position] = column;
    }

    float score(int position) {
        return scores[position];
    }

    int column(int position) {
        return columns[position];
    }
}
