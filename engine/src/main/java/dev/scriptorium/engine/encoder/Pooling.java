package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.ModelFiles;

/** How the hidden states of a text become one vector. */
enum Pooling {
    /** The mean over all tokens. */
    MEAN,
    /** The largest of each column. */
    MAX,
    /** The first token's. */
    FIRST;

    /** What a {@code 1_Pooling/config.json} asks for. */
    static Pooling read(ModelFiles files, String file) {
        JsonNode config = files.json(file);
        String mode = config.path("pooling_mode").asText("");
        if (mode.equals("mean") || config.path("pooling_mode_mean_tokens").asBoolean()) {
            return MEAN;
        }
        if (mode.equals("cls") || config.path("pooling_mode_cls_token").asBoolean()) {
            return FIRST;
        }
        if (mode.equals("max") || config.path("pooling_mode_max_tokens").asBoolean()) {
            return MAX;
        }
        throw new FailureException(
                FailureCode.MODEL_UNSUPPORTED,
                file + " asks for a pooling other than the mean, the largest or the first token");
    }

    /** One vector of the hidden states of all tokens, one after the other. */
    float[] pool(float[] hidden, int width) {
        int tokens = hidden.length / width;
        float[] pooled = new float[width];
        for (int column = 0; column < width; column++) {
            double sum = 0;
            float largest = Float.NEGATIVE_INFINITY;
            for (int token = 0; token < tokens; token++) {
                float value = hidden[token * width + column];
                sum += value;
                largest = Math.max(largest, value);
            }
            pooled[column] = switch (this) {
                case MEAN -> (float) (sum / tokens);
                case MAX -> largest;
                case FIRST -> hidden[column];
            };
        }
        return pooled;
    }
}
