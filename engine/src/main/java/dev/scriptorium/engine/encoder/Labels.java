package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of a classifier in the order of its scores, and what the scores mean.
 *
 * @param independent whether each label holds or not by itself, instead of one of them
 */
public record Labels(List<String> names, boolean independent) {

    /** @throws FailureException {@code MODEL_CORRUPT} or {@code MODEL_UNSUPPORTED} */
    public static Labels read(JsonNode config) {
        JsonNode byId = config.path("id2label");
        List<String> names = new ArrayList<>();
        for (int id = 0; byId.has(String.valueOf(id)); id++) {
            names.add(byId.path(String.valueOf(id)).asText());
        }
        if (names.size() != byId.size() || names.isEmpty()) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has no id2label that names the labels from 0 on");
        }
        return switch (config.path("problem_type").asText("")) {
            // A single score is that of its label against none, as transformers' pipelines have it.
            case "", "null", "single_label_classification" -> new Labels(List.copyOf(names), names.size() == 1);
            case "multi_label_classification" -> new Labels(List.copyOf(names), true);
            default ->
                throw new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        "config.json asks for the problem_type "
                                + config.path("problem_type").asText() + "; known are single_label_classification "
                                + "and multi_label_classification");
        };
    }

    /** What a score for each label says as probabilities. */
    float[] probabilities(float[] scores) {
        float[] probabilities = new float[scores.length];
        double highest = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - highest);
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] =
                    (float) (independent ? 1 / (1 + Math.exp(-scores[i])) : Math.exp(scores[i] - highest) / sum);
        }
        return probabilities;
    }
}
