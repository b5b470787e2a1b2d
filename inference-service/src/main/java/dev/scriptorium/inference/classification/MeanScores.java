package dev.scriptorium.inference.classification;

import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import java.util.List;

/** The mean of scores, weighted. Not thread-safe. */
final class MeanScores {

    private final List<String> labels;
    private final double[] sums;
    private double weight;

    MeanScores(List<String> labels) {
        this.labels = List.copyOf(labels);
        this.sums = new double[labels.size()];
    }

    void add(List<Float> scores, int scoreWeight) {
        for (int label = 0; label < sums.length; label++) {
            sums[label] += (double) scores.get(label) * scoreWeight;
        }
        weight += scoreWeight;
    }

    /** Adds what is weighted already. */
    void addWeighted(List<Double> weighted, double totalWeight) {
        for (int label = 0; label < sums.length; label++) {
            sums[label] += weighted.get(label);
        }
        weight += totalWeight;
    }

    double[] sums() {
        return sums.clone();
    }

    /** The classification with these scores; of equal scores the first label wins. */
    Classification.Builder classification(String labelSet) {
        Classification.Builder classification = Classification.newBuilder().setLabelSet(labelSet);
        int best = 0;
        for (int label = 0; label < sums.length; label++) {
            if (sums[label] > sums[best]) {
                best = label;
            }
            classification.addScores(
                    LabelScore.newBuilder().setLabel(labels.get(label)).setScore((float) (sums[label] / weight)));
        }
        return classification.setLabel(labels.get(best));
    }
}
