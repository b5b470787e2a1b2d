package dev.scriptorium.engine.causal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.files.Tensor;

/**
 * Angles by which queries and keys are turned (Su et al. 2021), and the scalings by which models read texts longer than
 * those they were first trained on.
 *
 * @param frequencies one for each pair of elements of a head that is turned, as 32-bit floats, as transformers computes
 * @param attentionFactor sines and cosines are multiplied by it
 */
record RotaryPositions(float[] frequencies, float attentionFactor) {

    /**
     * @param scaling {@code rope_scaling} or {@code rope_parameters} of config.json; missing or null where there is none
     * @param width elements of a head that are turned
     * @param maxPositions {@code max_position_embeddings}
     */
    static RotaryPositions read(JsonNode scaling, double theta, int width, int maxPositions) {
        String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
        double base = scaling.path("rope_theta").asDouble(theta);
        double factor = scaling.path("factor").asDouble(1);
        float[] plain = plain(base, width);
        return switch (type) {
            // The dynamic scaling begins behind the last position that is accepted here.
            case "default", "dynamic" -> new RotaryPositions(plain, 1);
            case "linear" -> new RotaryPositions(divided(plain, (float) factor), 1);
            case "llama3" -> new RotaryPositions(llama3(plain, scaling, factor, maxPositions), 1);
            case "yarn" -> yarn(scaling, base, width, factor, maxPositions);
            default ->
                throw new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        "config.json asks for rotary positions of the type " + type
                                + "; known are default, linear, dynamic, llama3 and yarn");
        };
    }

    private static float[] plain(double base, int width) {
        float[] frequencies = new float[width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1 / (float) Math.pow(base, (float) (2 * i) / width);
        }
        return frequencies;
    }

    private static float[] divided(float[] frequencies, float factor) {
        float[] slower = frequencies.clone();
        for (int i = 0; i < slower.length; i++) {
            slower[i] /= factor;
        }
        return slower;
    }

    /** Long waves are made slower, short ones stay, those between are mixed. */
    private static float[] llama3(float[] plain, JsonNode scaling, double factor, int maxPositions) {
        double low = scaling.path("low_freq_factor").asDouble(1);
        double high = scaling.path("high_freq_factor").asDouble(4);
        double original = original(scaling, maxPositions);
        float[] frequencies = plain.clone();
        for (int i = 0; i < frequencies.length; i++) {
            double wave = 2 * Math.PI / plain[i];
            if (wave > original / low) {
                frequencies[i] = (float) (plain[i] / factor);
            } else if (wave >= original / high) {
                double smooth = (original / wave - low) / (high - low);
                frequencies[i] = (float) ((1 - smooth) * plain[i] / factor + smooth * plain[i]);
            }
        }
        return frequencies;
    }

    private static double original(JsonNode scaling, int maxPositions) {
        return scaling.path("original_max_position_embeddings").asDouble(maxPositions);
    }

    /** As in "YaRN: efficient context window extension" (Peng et al. 2023). */
    private static RotaryPositions yarn(JsonNode scaling, double base, int width, double said, int maxPositions) {
        double original = original(scaling, maxPositions);
        double factor = scaling.path("factor").isNumber() ? said : maxPositions / original;
        double low = turns(scaling.path("beta_fast").asDouble(32), base, width, original);
        double high = turns(scaling.path("beta_slow").asDouble(1), base, width, original);
        if (scaling.path("truncate").asBoolean(true)) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, width - 1);
        if (low == high) {
            high += 0.001;
        }
        float[] plain = plain(base, width);
        float[] frequencies = new float[plain.length];
        for (int i = 0; i < frequencies.length; i++) {
            float ramp = (float) Math.clamp((i - low) / (high - low), 0, 1);
            frequencies[i] = (float) (plain[i] / factor * ramp + plain[i] * (1 - ramp));
        }
        return new RotaryPositions(frequencies, (float) attentionFactor(scaling, factor));
    }

    /** The element whose angle makes so many turns over the original length. */
    private static double turns(double count, double base, int width, double original) {
        return width * Math.log(original / (count * 2 * Math.PI)) / (2 * Math.log(base));
    }

    private static double attentionFactor(JsonNode scaling, double factor) {
        if (scaling.path("attention_factor").isNumber()) {
            return scaling.path("attention_factor").asDouble();
        }
        double scale = scaling.path("mscale").asDouble(0);
        double all = scaling.path("mscale_all_dim").asDouble(0);
        return scale != 0 && all != 0 ? magnitude(factor, scale) / magnitude(factor, all) : magnitude(factor, 1);
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    /** {@code [positions, 2 * frequencies]}: the cosines of a position, then its sines. */
    Tensor table(int positions) {
        int half = frequencies.length;
        Tensor table = Tensor.allocate(positions, 2 * half);
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
                float angle = position * frequencies[i];
                int first = position * 2 * half + i;
                table.values().put(first, (float) Math.cos(angle) * attentionFactor);
                table.values().put(first + half, (float) Math.sin(angle) * attentionFactor);
            }
        }
        return table;
    }
}
