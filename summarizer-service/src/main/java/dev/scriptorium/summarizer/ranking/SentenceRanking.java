package dev.scriptorium.summarizer.ranking;

import dev.scriptorium.summarizer.candidate.SentenceShape;
import java.util.List;

/**
 * Scores sentences by how well they stand for their document, from about 0 to 1.
 *
 * <p>Central is what resembles the document: its centroid (Radev et al., "Centroid-based summarization of multiple
 * documents", 2004), and in documents of up to {@value #NEIGHBOURS_UP_TO} sentences what comes after it more than what
 * comes before (Zheng and Lapata, "Sentence Centrality Revisited for Unsupervised Summarization", 2019, section 3.2).
 * To this come priors: the lead of a document and the first sentence under a heading tell what follows (Edmundson, "New
 * Methods in Automatic Extracting", 1969); very short and very long sentences, fragments and boilerplate lose.
 */
public final class SentenceRanking {

    private static final int NEIGHBOURS_UP_TO = 300;
    /** Of the span between the least and the most similar pair, what counts as not similar: beta of section 3.2. */
    private static final double SIMILAR_FROM = 0.3;
    /** What a similar sentence further up counts, where one further down counts 1: lambda 1 of section 3.2. */
    private static final double FORMER = 0.4;

    private final Weights weights;

    /** How much each reason counts. */
    public record Weights(double centroid, double neighbours, double lead, double section, double length, double flaw) {

        public static final Weights DEFAULT = new Weights(0.35, 0.1, 0.5, 0.1, 0.1, 0.8);
    }

    public SentenceRanking(Weights weights) {
        this.weights = weights;
    }

    /**
     * @param sentences in the order of the document
     * @param count of all sentences of the document that could be chosen, of which these may be the best
     * @param sum of the vectors of all of those
     */
    public double[] scores(List<RankedSentence> sentences, int count, float[] sum) {
        double[] centroid = new double[sentences.size()];
        for (int i = 0; i < centroid.length; i++) {
            centroid[i] = UnitVectors.cosine(sentences.get(i).vector(), sum);
        }
        spread(centroid);
        double[] neighbours = sentences.size() <= NEIGHBOURS_UP_TO ? neighbours(sentences) : centroid.clone();
        double[] scores = new double[sentences.size()];
        for (int i = 0; i < scores.length; i++) {
            RankedSentence sentence = sentences.get(i);
            SentenceShape shape = SentenceShape.of(sentence.text());
            scores[i] = weights.centroid() * centroid[i]
                    + weights.neighbours() * neighbours[i]
                    + weights.lead() * lead(sentence.position(), count)
                    + weights.section() * (sentence.opensSection() ? 1 : 0)
                    + weights.length() * length(shape.words())
                    - weights.flaw() * flaw(shape, sentence.cut());
        }
        return scores;
    }

    /** 1 for the first sentence, falling to a third over the first tenth of the document, and at least three sentences. */
    private static double lead(int position, int count) {
        return Math.exp(-position / Math.max(3, count / 10.0));
    }

    private static double length(int words) {
        if (words < 8) {
            return words / 8.0;
        }
        return words <= 35 ? 1 : Math.max(0, 1 - (words - 35) / 40.0);
    }

    private static double flaw(SentenceShape shape, boolean cut) {
        double flaw = shape.boilerplate() ? 1 : 0;
        flaw += cut ? 0.5 : 0;
        flaw += shape.ended() ? 0 : 0.4;
        flaw += Math.min(0.5, (double) (shape.digits() + shape.marks()) / Math.max(1, shape.letters()));
        return Math.min(1, flaw);
    }

    private static double[] neighbours(List<RankedSentence> sentences) {
        int n = sentences.size();
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
        spread(degrees);
        return degrees;
    }

    /** Moves values to the span from 0 to 1; equal ones to 0.5. */
    private static void spread(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = most - least < 1e-9 ? 0.5 : (values[i] - least) / (most - least);
        }
    }
}
