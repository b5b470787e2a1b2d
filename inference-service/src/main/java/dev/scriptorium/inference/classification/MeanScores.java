package dev.scriptorium.inference.classification;

import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.inference.v1.ScoreMean;
import java.util.List;

/** The mean of scores, weighted. Not thread-safe. */
final class MeanScores {

    /** What a score counts as at least in a geometric mean, so that one sentence cannot rule a label out for a whole book. */
    private static final double LEAST = 1e-30;

    private final List<String> labels;
    private final ScoreMean mean;
    private final double[] sums;
    private double weight;

    MeanScores(List<String> labels, ScoreMean mean) {
        this.labels = List.copyOf(labels);
        this.mean = mean;
        this.sums = new double[labels.size()];
    }

    void add(List<Float> scores, int scoreWeight) {
        for (int label = 0; label < sums.length; label++) {
            double score = scores.get(label);
            sums[label] += scoreWeight
                    * switch (mean) {
                        case SCORE_MEAN_GEOMETRIC -> Math.log(Math.max(score, LEAST));
                        case SCORE_MEAN_UNSPECIFIED, UNRECOGNIZED -> score;
                    };
        }
        weight += scoreWeight;
    }

    /** Adds what is summed up already, as {@link #sums} gives it. */
    void addWeighted(List<Double> weighted, double totalWeight) {
        for (int label = 0; label < sums.length; label++) {
            sums[label] += weighted.get(label);
        }
        weight += totalWeight;
    }

    /** Of the scores times their weights; of the scores' logarithms where the mean is geometric. */
    double[] sums() {
        return sums.clone();
    }

    /**
     * The classification with these scores; of equal scores the first label wins.
     *
     * @param threshold below it no label is given
     */
    Classification.Builder classification(String labelSet, float threshold) {
        Classification.Builder classification = Classification.newBuilder().setLabelSet(labelSet);
        float[] scores = scores();
        int best = 0;
        for (int label = 0; label < sums.length; label++) {
            if (sums[label] > sums[best]) {
                best = label;
            }
            classification.addScores(
                    LabelScore.newBuilder().setLabel(labels.get(label)).setScore(scores[label]));
        }
        return scores[best] < threshold ? classification.setUnsure(true) : classification.setLabel(labels.get(best));
    }

    private float[] scores() {
        float[] scores = new float[sums.length];
        double total = 0;
        for (int label = 0; label < sums.length; label++) {
            double score = sums[label] / weight;
            scores[label] = (float) (mean == ScoreMean.SCORE_MEAN_GEOMETRIC ? Math.exp(score) : score);
            total += scores[label];
        }
        for (int label = 0; label < sums.length && mean == ScoreMean.SCORE_MEAN_GEOMETRIC; label++) {
            scores[label] /= (float) total;
        }
        return scores;
    }
}
