package dev.scriptorium.summarizer.ranking;

import java.util.List;
import java.util.Optional;

/**
 * How much sentences resemble their document, each measure from 0 for the least to 1 for the most central of them: the
 * ranks matter, not the angles of a certain embedding model.
 */
final class Centrality {

    private static final int NEIGHBOURS_UP_TO = 300;
    /** Of the span between the least and the most similar pair, what counts as not similar: beta of section 3.2. */
    private static final double SIMILAR_FROM = 0.3;
    /** What a similar sentence further up counts, where one further down counts 1: lambda 1 of section 3.2. */
    private static final double FORMER = 0.4;

    private Centrality() {}

    /** Radev et al., "Centroid-based summarization of multiple documents", 2004. */
    static double[] toSum(List<RankedSentence> sentences, float[] sum) {
        return spread(sentences.stream()
                .mapToDouble(sentence -> UnitVectors.cosine(sentence.vector(), sum))
                .toArray());
    }

    static double[] toFirst(List<RankedSentence> sentences) {
        return spread(sentences.stream()
                .mapToDouble(sentence -> UnitVectors.cosine(
                        sentence.vector(), sentences.getFirst().vector()))
                .toArray());
    }

    /**
     * What comes after a sentence counts more than what comes before: Zheng and Lapata, "Sentence Centrality Revisited for
     * Unsupervised Summarization", 2019, section 3.2. Empty for more than {@value #NEIGHBOURS_UP_TO} sentences, since it
     * compares each with each.
     */
    static Optional<double[]> toOthers(List<RankedSentence> sentences) {
        int n = sentences.size();
        if (n > NEIGHBOURS_UP_TO) {
            return Optional.empty();
        }
        double[][] similar = new double[n][n];
        double least = 1;
        double most = -1;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                similar[i][j] = UnitVectors.cosine(
                        sentences.get(i).vector(), sentences.get(j).vector());
                least = Math.min(least, similar[i][j]);
                most = Math.max(most, similar[i][j]);
            }
        }
        double threshold = least + SIMILAR_FROM * (most - least);
        double[] degrees = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                double similarity = Math.max(0, similar[i][j] - threshold);
                degrees[i] += similarity;
                degrees[j] += FORMER * similarity;
            }
        }
        return Optional.of(spread(degrees));
    }

    /** Values moved to the span from 0 to 1; equal ones to 0.5. */
    static double[] spread(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double[] spread = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            spread[i] = most - least < 1e-9 ? 0.5 : (values[i] - least) / (most - least);
        }
        return spread;
    }
}
