package dev.scriptorium.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The label of a text or document.
 *
 * @param labelSet null for a text of a list, where it is the one that was asked for
 * @param label empty where unsure; null where there is an error
 * @param scores by label
 * @param error why a text of a list has no label; null where it has one, and of documents
 */
public record Classification(
        @Nullable String labelSet,
        @Nullable String label,
        boolean unsure,
        Map<String, Double> scores,
        @Nullable Failure error) {

    public Classification {
        scores = scores == null ? Map.of() : Map.copyOf(scores);
    }
}
