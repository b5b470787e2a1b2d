package dev.scriptorium.engine.kernels;

import java.util.Arrays;

/** The best of the scores that were offered, in order; of equal ones that which was offered first. For one thread. */
final class Best {

    private final float[] scores;
    private final int[] columns;

    Best(int wanted) {
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
        int place = scores.length - 1;
        if (!(score > scores[place])) {
            return;
        }
        while (place > 0 && score > scores[place - 1]) {
            scores[place] = scores[place - 1];
            columns[place] = columns[place - 1];
            place--;
        }
        scores[place] = score;
        columns[place] = column;
    }

    float score(int place) {
        return scores[place];
    }

    int column(int place) {
        return columns[place];
    }
}
