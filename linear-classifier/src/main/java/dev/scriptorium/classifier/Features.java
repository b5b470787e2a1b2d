package dev.scriptorium.classifier;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a text: the mean of its sentences' embeddings and the mean of their words, both weighted by the sentences'
 * weights. Being a mean, it makes a head's answer for a text the geometric mean of its answers for the sentences.
 *
 * @param tokens its words, ascending
 * @param values how much each of them counts
 */
public record Features(float[] meaning, int[] tokens, float[] values) {

    /** One sentence of a text. */
    public record Sentence(float[] meaning, Words words, double weight) {}

    public static Features of(List<Sentence> sentences) {
        double total = sentences.stream().mapToDouble(Sentence::weight).sum();
        if (!(total > 0)) {
            throw new IllegalArgumentException("a text has at least one sentence with a weight above 0");
        }
        double[] mean = new double[sentences.getFirst().meaning().length];
        Map<Integer, Double> words = new TreeMap<>();
        for (Sentence sentence : sentences) {
            double share = sentence.weight() / total;
            for (int i = 0; i < mean.length; i++) {
                mean[i] += share * sentence.meaning()[i];
            }
            double value = share * sentence.words().value();
            for (int token : sentence.words().tokens()) {
                words.merge(token, value, Double::sum);
            }
        }
        float[] meaning = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            meaning[i] = (float) mean[i];
        }
        int[] tokens = new int[words.size()];
        float[] values = new float[words.size()];
        int at = 0;
        for (Map.Entry<Integer, Double> word : words.entrySet()) {
            tokens[at] = word.getKey();
            values[at++] = word.getValue().floatValue();
        }
        return new Features(meaning, tokens, values);
    }
}
