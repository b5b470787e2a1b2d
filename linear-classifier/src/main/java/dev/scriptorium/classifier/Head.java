package dev.scriptorium.classifier;

import java.util.Arrays;

/**
 * Gives a sentence a probability for each label, from its embedding and its words. Immutable; safe for many threads.
 *
 * @param labels how many there are
 * @param meaning weights of the embedding's components, those of one component for all labels side by side
 * @param words tokens of {@link Words}, ascending
 * @param wordWeights theirs, those of one word for all labels side by side
 * @param temperature what the scores are divided by before they become probabilities
 */
public record Head(int labels, float[] meaning, int[] words, float[] wordWeights, double temperature) {

    public Head {
        if (labels < 2 || meaning.length % labels != 0 || wordWeights.length != words.length * labels) {
            throw new IllegalArgumentException("weights of " + meaning.length + " and " + wordWeights.length
                    + " numbers do not fit " + labels + " labels and " + words.length + " words");
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be above 0 but is " + temperature);
        }
    }

    /** The length of the embeddings that it reads. */
    public int dimensions() {
        return meaning.length / labels;
    }

    public float[] probabilities(float[] embedding, Words sentence) {
        double[] scores = new double[labels];
        for (int i = 0; i < embedding.length; i++) {
            add(meaning, i, embedding[i], scores);
        }
        for (int token : sentence.tokens()) {
            int place = Arrays.binarySearch(words, token);
            if (place >= 0) {
                add(wordWeights, place, sentence.value(), scores);
            }
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= temperature;
        }
        Softmax.apply(scores);
        float[] probabilities = new float[scores.length];
        for (int k = 0; k < scores.length; k++) {
            probabilities[k] = (float) scores[k];
        }
        return probabilities;
    }

    private static void add(float[] weights, int feature, double value, double[] scores) {
        int offset = feature * scores.length;
        for (int k = 0; k < scores.length; k++) {
            scores[k] += value * weights[offset + k];
        }
    }
}
