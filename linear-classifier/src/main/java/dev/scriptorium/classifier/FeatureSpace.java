package dev.scriptorium.classifier;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which features a head reads and on what scale, learnt from the examples that it is made of: embeddings with a mean square
 * length of 1; words that occur in several texts, rare ones counting more, scaled alike. So a strength means the same whatever
 * the embedding model is. There is no bias: what is common to all embeddings does its work, and so the order of the scores
 * is the same however long a text's features are.
 */
final class FeatureSpace {

    /** The most weights of words, so that a fit stays within some hundred megabytes. */
    private static final int WORD_WEIGHTS = 1_000_000;

    private static final int MOST_WORDS = 50_000;

    /** Below, a word that occurs once is kept too: there is nothing to choose from. */
    private static final int FEW_EXAMPLES = 500;

    private final int dimensions;
    private final double scale;
    private final int[] words;
    private final double[] wordScales;

    private FeatureSpace(int dimensions, double scale, int[] words, double[] wordScales) {
        this.dimensions = dimensions;
        this.scale = scale;
        this.words = words;
        this.wordScales = wordScales;
    }

    /** @param wordShare how much words count beside the meaning; 0: not at all */
    static FeatureSpace of(List<Features> examples, int classes, double wordShare) {
        int dimensions = examples.getFirst().meaning().length;
        double square = examples.stream()
                .mapToDouble(example -> squareLength(example.meaning()))
                .average()
                .orElse(0);
        double scale = square > 0 ? 1 / Math.sqrt(square) : 1;
        if (wordShare == 0) {
            return new FeatureSpace(dimensions, scale, new int[0], new double[0]);
        }
        Map<Integer, Integer> texts = new HashMap<>();
        for (Features example : examples) {
            for (int token : example.tokens()) {
                texts.merge(token, 1, Integer::sum);
            }
        }
        int[] words = mostFrequent(texts, examples.size() < FEW_EXAMPLES ? 1 : 2, classes);
        double[] scales = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            scales[i] = 1 + Math.log((1.0 + examples.size()) / (1 + texts.get(words[i])));
        }
        FeatureSpace unscaled = new FeatureSpace(dimensions, scale, words, scales);
        double wordSquare = examples.stream()
                .mapToDouble(example -> squareLength(unscaled.sparse(example).values()))
                .average()
                .orElse(0);
        double factor = wordSquare > 0 ? wordShare / Math.sqrt(wordSquare) : 1;
        return new FeatureSpace(
                dimensions,
                scale,
                words,
                Arrays.stream(scales).map(s -> s * factor).toArray());
    }

    /** As they are asked about. */
    Rows rows(List<Features> examples, int[] labels, int classes) {
        float[][] dense = new float[examples.size()][];
        int[][] columns = new int[examples.size()][];
        float[][] values = new float[examples.size()][];
        for (int row = 0; row < dense.length; row++) {
            dense[row] = dense(examples.get(row).meaning());
            Sparse sparse = sparse(examples.get(row));
            columns[row] = sparse.columns();
            values[row] = sparse.values();
        }
        return new Rows(dense, columns, values, words.length, labels, classes);
    }

    /**
     * As they are learnt from: each of length 1. The mean over a text's sentences is shorter the more sentences there are, and
     * long texts would teach less than short ones.
     */
    Rows unitRows(List<Features> examples, int[] labels, int classes) {
        Rows rows = rows(examples, labels, classes);
        for (int row = 0; row < rows.count(); row++) {
            double square = squareLength(rows.dense()[row]) + squareLength(rows.values()[row]);
            if (square > 0) {
                divide(rows.dense()[row], Math.sqrt(square));
                divide(rows.values()[row], Math.sqrt(square));
            }
        }
        return rows;
    }

    /**
     * The weights that call a text what is described most like it.
     *
     * @param descriptions an embedding for each label, null where there is none
     * @param sharpness what similarity is multiplied with
     */
    double[] start(float[][] descriptions, double sharpness) {
        int classes = descriptions.length;
        double[] start = new double[(dimensions + words.length) * classes];
        for (int k = 0; k < classes; k++) {
            for (int i = 0; descriptions[k] != null && i < dimensions; i++) {
                start[i * classes + k] = sharpness * descriptions[k][i] / scale;
            }
        }
        return start;
    }

    /** The weights with the scale in them. */
    Head head(double[] weights, int classes, double temperature) {
        float[] meaning = new float[dimensions * classes];
        float[] wordWeights = new float[words.length * classes];
        for (int i = 0; i < meaning.length; i++) {
            meaning[i] = (float) (weights[i] * scale);
        }
        for (int i = 0; i < wordWeights.length; i++) {
            wordWeights[i] = (float) (weights[meaning.length + i] * wordScales[i / classes]);
        }
        return new Head(classes, meaning, words, wordWeights, temperature);
    }

    private record Sparse(int[] columns, float[] values) {}

    private float[] dense(float[] meaning) {
        float[] dense = new float[meaning.length];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = (float) (meaning[i] * scale);
        }
        return dense;
    }

    private Sparse sparse(Features example) {
        int[] columns = new int[example.tokens().length];
        float[] values = new float[columns.length];
        int count = 0;
        for (int i = 0; i < columns.length; i++) {
            int column = Arrays.binarySearch(words, example.tokens()[i]);
            if (column >= 0) {
                columns[count] = column;
                values[count++] = (float) (example.values()[i] * wordScales[column]);
            }
        }
        return new Sparse(Arrays.copyOf(columns, count), Arrays.copyOf(values, count));
    }

    private static int[] mostFrequent(Map<Integer, Integer> texts, int least, int classes) {
        return texts.entrySet().stream()
                .filter(word -> word.getValue() >= least)
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.min(MOST_WORDS, WORD_WEIGHTS / classes))
                .mapToInt(Map.Entry::getKey)
                .sorted()
                .toArray();
    }

    private static void divide(float[] vector, double length) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
    }

    private static double squareLength(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += value * value;
        }
        return square;
    }
}
