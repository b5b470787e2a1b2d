package dev.scriptorium.summarizer.ranking;

/**
 * Scores sentences by how well they stand for their document, from 0 to 1: a network with one hidden layer on the
 * {@link Feature}s of a sentence. Immutable, a pure function, safe for many threads.
 */
public final class SentenceScorer {

    private final double[] means;
    private final double[] scales;
    private final Layer hidden;
    private final Layer output;

    /**
     * @param weights a row for each output
     * @param biases one for each output
     */
    public record Layer(double[][] weights, double[] biases) {

        public Layer {
            if (weights.length == 0 || weights.length != biases.length) {
                throw new IllegalArgumentException(weights.length + " rows of weights, " + biases.length + " biases");
            }
        }

        private double of(int row, double[] inputs) {
            double sum = biases[row];
            for (int i = 0; i < inputs.length; i++) {
                sum += weights[row][i] * inputs[i];
            }
            return sum;
        }
    }

    /**
     * @param means to take from each feature
     * @param scales to divide what is left by
     * @param hidden followed by tanh
     * @param output one number, followed by the logistic function
     */
    public SentenceScorer(double[] means, double[] scales, Layer hidden, Layer output) {
        this.means = means.clone();
        this.scales = scales.clone();
        this.hidden = hidden;
        this.output = output;
    }

    public double[] scores(RankedDocument document) {
        double[][] features = Feature.of(document);
        double[] scores = new double[features.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(features[i]);
        }
        return scores;
    }

    double score(double[] features) {
        double[] inputs = new double[features.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (features[i] - means[i]) / scales[i];
        }
        double[] middle = new double[hidden.biases().length];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = Math.tanh(hidden.of(i, inputs));
        }
        return 1 / (1 + Math.exp(-output.of(0, middle)));
    }
}
