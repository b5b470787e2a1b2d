package dev.scriptorium.engine.phrases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Arrays;
import java.util.List;

/**
 * Labels that follow each other on a scale. What is meant by a score lies logistically distributed about it, and a label's
 * probability is that of lying between its bounds (McCullagh, "Regression Models for Ordinal Data", 1980).
 *
 * @param labels from the lowest to the highest
 * @param bounds between neighbouring labels, ascending, in the score's unit
 * @param spread how wide the distribution is, in the same unit
 */
record LabelScale(List<String> labels, double[] bounds, double spread) {

    static LabelScale read(JsonNode config, List<String> labels) {
        JsonNode listed = config.path("bounds");
        double[] bounds = new double[listed.size()];
        boolean ascending = bounds.length == labels.size() - 1;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = listed.path(i).asDouble(Double.NaN);
            ascending &= bounds[i] > (i == 0 ? Double.NEGATIVE_INFINITY : bounds[i - 1]);
        }
        double spread = config.path("spread").asDouble();
        if (!ascending || !(spread > 0)) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    "config.json has no ascending bounds between its " + labels.size()
                            + " labels, or no spread above 0");
        }
        return new LabelScale(labels, bounds, spread);
    }

    /** Of a text about which nothing is known. */
    float[] uniform() {
        float[] probabilities = new float[labels.size()];
        Arrays.fill(probabilities, 1f / labels.size());
        return probabilities;
    }

    float[] probabilities(double score) {
        float[] probabilities = new float[labels.size()];
        double below = 0;
        for (int label = 0; label < bounds.length; label++) {
            double next = 1 / (1 + Math.exp((score - bounds[label]) / spread));
            probabilities[label] = (float) (next - below);
            below = next;
        }
        probabilities[bounds.length] = (float) (1 - below);
        return probabilities;
    }
}
