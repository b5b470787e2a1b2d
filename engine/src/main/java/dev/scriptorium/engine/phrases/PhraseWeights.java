package dev.scriptorium.engine.phrases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.files.IntArrays;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.Arrays;

/**
 * What phrases weigh.
 *
 * @param keys of the phrases that are known, ascending
 * @param weights theirs
 * @param intercept the score of a text without phrases
 * @param lengthPower by which power of their number a text's phrases count less
 */
record PhraseWeights(int[] keys, float[] weights, double intercept, double lengthPower) {

    private static final String FILE = "model.safetensors";

    static PhraseWeights read(ModelFiles files, JsonNode config) {
        int count = config.path("features").asInt();
        try (IntArrays arrays = IntArrays.open(files.require(FILE));
                Weights weights = Weights.open(files)) {
            int[] keys = arrays.read("keys");
            float[] values = new float[count];
            weights.read("weights", count).values().get(0, values);
            if (keys.length != count || !ascending(keys)) {
                throw new FailureException(
                        FailureCode.MODEL_CORRUPT,
                        FILE + " does not hold " + count + " ascending keys, which config.json asks for");
            }
            double intercept = config.path("intercept").asDouble();
            return new PhraseWeights(
                    keys, values, intercept, config.path("length_power").asDouble());
        }
    }

    private static boolean ascending(int[] keys) {
        for (int i = 1; i < keys.length; i++) {
            if (keys[i] <= keys[i - 1]) {
                return false;
            }
        }
        return true;
    }

    boolean knows(int phrase) {
        return Arrays.binarySearch(keys, phrase) >= 0;
    }

    /** @param phrases each once; those that are not known count as phrases too */
    double score(int[] phrases) {
        double sum = 0;
        for (int phrase : phrases) {
            int place = Arrays.binarySearch(keys, phrase);
            sum += place < 0 ? 0 : weights[place];
        }
        return phrases.length == 0 ? intercept : intercept + sum * Math.pow(phrases.length, -lengthPower);
    }
}
