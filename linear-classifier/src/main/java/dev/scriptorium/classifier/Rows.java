package dev.scriptorium.classifier;

import java.util.Arrays;

/**
 * Examples as the regression sees them: for each a run of dense numbers, some sparse ones, and the right class.
 *
 * @param dense of each row, all of the same length
 * @param columns of each row's sparse numbers, from 0
 * @param values of those columns
 * @param width how many sparse columns there are
 */
record Rows(float[][] dense, int[][] columns, float[][] values, int width, int[] labels, int classes) {

    int count() {
        return labels.length;
    }

    /** Dense columns, the same for all rows; 0 where there are no rows. */
    int denseWidth() {
        return dense.length == 0 ? 0 : dense[0].length;
    }

    /** Where the weights of the sparse columns begin. */
    int sparseStart() {
        return denseWidth() * classes;
    }

    /** Adds up what the weights say of a row. The weights of one column stand side by side, one for each class. */
    void scores(int row, double[] weights, double[] scores) {
        Arrays.fill(scores, 0);
        float[] numbers = dense[row];
        for (int i = 0; i < numbers.length; i++) {
            addScaled(weights, i * classes, numbers[i], scores);
        }
        int start = sparseStart();
        for (int i = 0; i < columns[row].length; i++) {
            addScaled(weights, start + columns[row][i] * classes, values[row][i], scores);
        }
    }

    /** Adds to the gradient of the weights what a row's gradient of the scores makes of it. */
    void addGradient(int row, double[] slopes, double[] gradient) {
        float[] numbers = dense[row];
        for (int i = 0; i < numbers.length; i++) {
            scatter(slopes, numbers[i], gradient, i * classes);
        }
        int start = sparseStart();
        for (int i = 0; i < columns[row].length; i++) {
            scatter(slopes, values[row][i], gradient, start + columns[row][i] * classes);
        }
    }

    private static void addScaled(double[] weights, int offset, double factor, double[] sums) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += factor * weights[offset + k];
        }
    }

    private static void scatter(double[] slopes, double factor, double[] gradient, int offset) {
        for (int k = 0; k < slopes.length; k++) {
            gradient[offset + k] += factor * slopes[k];
        }
    }
}
