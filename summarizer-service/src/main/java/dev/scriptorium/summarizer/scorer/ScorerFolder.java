package dev.scriptorium.summarizer.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.summarizer.ranking.Feature;
import dev.scriptorium.summarizer.ranking.SentenceScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of a scorer: {@code config.json} with the architecture, the features in the order of the weights' columns, and
 * the mean and scale of each; {@code model.safetensors} with {@code hidden.weight}, {@code hidden.bias},
 * {@code output.weight} and {@code output.bias} in fp32.
 *
 * <p>A model whose features are not exactly those that this version computes is refused: it would score by something else.
 */
public final class ScorerFolder {

    private static final String ARCHITECTURE = "SentenceScorer";

    private ScorerFolder() {}

    /** Fails with MODEL_FILE_MISSING, MODEL_CORRUPT or MODEL_UNSUPPORTED. */
    public static SentenceScorer read(Path folder) {
        JsonNode config = config(folder);
        String architecture = config.path("architectures").path(0).asText();
        if (!architecture.equals(ARCHITECTURE)) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    folder + " is no " + ARCHITECTURE + " but \"" + architecture
                            + "\"; scriptorium.summarizer.scorer names the model that scores sentences");
        }
        List<String> features = new ArrayList<>();
        config.path("features").forEach(feature -> features.add(feature.asText()));
        if (!features.equals(Feature.names())) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    folder + " was trained on " + features + ", and this version computes " + Feature.names()
                            + "; train it anew");
        }
        var weights = SmallTensors.read(file(folder, "model.safetensors"));
        int hidden = config.path("hidden_size").asInt();
        return new SentenceScorer(
                numbers(folder, config, "means"),
                scales(folder, config),
                layer(weights, "hidden", hidden, features.size()),
                layer(weights, "output", 1, hidden));
    }

    private static SentenceScorer.Layer layer(SmallTensors weights, String name, int outputs, int inputs) {
        double[] flat = weights.values(name + ".weight", outputs, inputs);
        double[][] rows = new double[outputs][inputs];
        for (int i = 0; i < outputs; i++) {
            System.arraycopy(flat, i * inputs, rows[i], 0, inputs);
        }
        return new SentenceScorer.Layer(rows, weights.values(name + ".bias", outputs));
    }

    private static double[] scales(Path folder, JsonNode config) {
        double[] scales = numbers(folder, config, "scales");
        for (double scale : scales) {
            if (!(scale > 0)) {
                throw corrupt(folder, "scales must be above 0: " + scale);
            }
        }
        return scales;
    }

    private static double[] numbers(Path folder, JsonNode config, String key) {
        JsonNode array = config.path(key);
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.path(i).asDouble(Double.NaN);
            if (!Double.isFinite(numbers[i])) {
                throw corrupt(folder, key + " has something that is no number: " + array.path(i));
            }
        }
        if (numbers.length != Feature.names().size()) {
            throw corrupt(
                    folder,
                    key + " has " + numbers.length + " numbers for "
                            + Feature.names().size() + " features");
        }
        return numbers;
    }

    private static JsonNode config(Path folder) {
        try {
            JsonNode config = new ObjectMapper().readTree(Files.readString(file(folder, "config.json")));
            return config == null ? new ObjectMapper().createObjectNode() : config;
        } catch (IOException e) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "config.json of " + folder + " cannot be read", e);
        }
    }

    private static Path file(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new FailureException(FailureCode.MODEL_FILE_MISSING, folder + " has no " + name);
        }
        return file;
    }

    private static FailureException corrupt(Path folder, String what) {
        return new FailureException(FailureCode.MODEL_CORRUPT, "config.json of " + folder + ": " + what);
    }
}
