package dev.scriptorium.summarizer.ranking;

import java.util.Arrays;
import java.util.Map;

/** Scorers whose reasons a test names itself. */
public final class Scorers {

    private Scorers() {}

    /** Likes what resembles the whole, and a little what comes first. */
    public static SentenceScorer usual() {
        return weighing(
                Map.of(Feature.CENTROID, 1.0, Feature.LEAD, 0.5, Feature.BOILERPLATE, -3.0, Feature.ENDED, 1.0));
    }

    public static SentenceScorer weighing(Map<Feature, Double> weights) {
        double[] means = new double[Feature.values().length];
        double[] scales = new double[means.length];
        Arrays.fill(scales, 1);
        double[] hidden = new double[means.length];
        weights.forEach((feature, weight) -> hidden[feature.ordinal()] = weight / 4);
        return new SentenceScorer(
                means,
                scales,
                new SentenceScorer.Layer(new double[][] {hidden}, new double[1]),
                new SentenceScorer.Layer(new double[][] {{4}}, new double[1]));
    }
}
