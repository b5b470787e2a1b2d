package dev.scriptorium.classifier;

import java.util.Arrays;
import java.util.List;

/**
 * Makes probabilities honest on held-out scores: one temperature for all of them, the one that makes the right labels most
 * likely (Guo and others, On Calibration of Modern Neural Networks, 2017, section 4.2).
 */
final class Calibration {

    private static final double LOWEST = Math.log(0.02);
    private static final double HIGHEST = Math.log(50);
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int HALVINGS = 40;

    private Calibration() {}

    /** The loss is convex in the inverse of the temperature, so it has one valley here. */
    static double temperature(List<double[]> scores, int[] labels) {
        double low = LOWEST;
        double high = HIGHEST;
        for (int i = 0; i < HALVINGS; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (loss(scores, labels, Math.exp(left)) <= loss(scores, labels, Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /**
     * The mean negative log-probability of the right labels, where each label counts as one that might still be wrong: without
     * that, a few examples that are all answered rightly would make every later answer certain (Platt, Probabilistic Outputs
     * for Support Vector Machines, 1999, section 2.2).
     */
    static double loss(List<double[]> scores, int[] labels, double temperature) {
        double doubt = 1 / (labels.length + 2.0);
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            double[] scaled = scaled(scores.get(i), temperature);
            double expected = (1 - doubt) * scaled[labels[i]]
                    + doubt * Arrays.stream(scaled).average().orElse(0);
            loss += Softmax.apply(scaled) - expected;
        }
        return loss / labels.length;
    }

    static double[] probabilities(double[] scores, double temperature) {
        double[] probabilities = scaled(scores, temperature);
        Softmax.apply(probabilities);
        return probabilities;
    }

    private static double[] scaled(double[] scores, double temperature) {
        double[] scaled = scores.clone();
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] /= temperature;
        }
        return scaled;
    }
}
