package dev.scriptorium.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogisticLossTest {

    private static final float[][] TEXTS = {
        {1.79f, 0.44f, 0.1f}, {-1.16f, -0.28f, -0.35f}, {1.32f, -0.63f, -0.04f}, {-0.48f, -1.31f, 0.88f},
        {1.58f, 1.71f, 0.05f}, {1.0f, -0.55f, -1.55f}, {0.98f, -1.1f, -1.19f}, {0.49f, 1.49f, 0.24f},
        {0.38f, -0.71f, 0.63f}, {-0.16f, -0.77f, -0.23f}, {1.45f, 1.98f, -1.24f}, {0.77f, -0.8f, -2.42f}
    };
    private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};

    /** What scikit-learn 1.9 gives: LogisticRegression(C=2, fit_intercept=False, tol=1e-10, max_iter=10000). */
    private static final double[] OPTIMUM = {
        0.3676, -0.79126, 0.42366, -0.86426, 1.53214, -0.66788, 0.3623, -0.15988, -0.20241
    };

    @Test
    void hasItsMinimumWhereScikitLearnHasIt() {
        double[] found = minimum(dense(), new double[9]);

        for (int i = 0; i < OPTIMUM.length; i++) {
            assertThat(found[i]).isCloseTo(OPTIMUM[i], Offset.offset(2e-4));
        }
    }

    /** The same numbers as sparse ones. */
    @Test
    void treatsSparseColumnsAsDenseOnes() {
        int[][] columns = new int[TEXTS.length][];
        for (int row = 0; row < columns.length; row++) {
            columns[row] = new int[] {0, 1, 2};
        }
        Rows sparse = new Rows(new float[TEXTS.length][0], columns, TEXTS, 3, LABELS, 3);

        double[] found = minimum(sparse, new double[9]);

        for (int i = 0; i < OPTIMUM.length; i++) {
            assertThat(found[i]).isCloseTo(OPTIMUM[i], Offset.offset(2e-4));
        }
    }

    @Test
    void hasTheSlopeThatItSays() {
        Random random = new Random(5);
        double[] point = random.doubles(9, -1, 1).toArray();
        double[] start = random.doubles(9, -1, 1).toArray();
        LogisticLoss loss = new LogisticLoss(dense(), 0.7, start);
        double[] slope = new double[9];
        loss.at(point, slope);

        double step = 1e-6;
        for (int i = 0; i < point.length; i++) {
            double[] up = point.clone();
            double[] down = point.clone();
            up[i] += step;
            down[i] -= step;
            double measured = (loss.at(up, new double[9]) - loss.at(down, new double[9])) / (2 * step);
            assertThat(slope[i]).isCloseTo(measured, Offset.offset(1e-7));
        }
    }

    @Test
    void holdsTheWeightsToWhereTheyBegan() {
        double[] start = new Random(6).doubles(9, -1, 1).toArray();

        double[] found = new Lbfgs(1e-9, 500).minimum(new LogisticLoss(dense(), 1e6, start), start);

        for (int i = 0; i < OPTIMUM.length; i++) {
            assertThat(found[i]).isCloseTo(start[i], Offset.offset(1e-4));
        }
    }

    private static double[] minimum(Rows rows, double[] start) {
        return new Lbfgs(1e-8, 500).minimum(new LogisticLoss(rows, 0.5, start), start);
    }

    private static Rows dense() {
        int[][] none = new int[TEXTS.length][0];
        return new Rows(TEXTS, none, new float[TEXTS.length][0], 0, LABELS, 3);
    }
}
