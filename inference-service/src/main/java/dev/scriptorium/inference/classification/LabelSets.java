package dev.scriptorium.inference.classification;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.ModelCard;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Which model serves which label set. A configured label set whose model is not in the catalogue does not exist; one that was
 * made from examples does not hide a configured one. Thread-safe.
 */
public final class LabelSets {

    private final Map<String, Supplier<ModelCard>> models;
    private final TrainedLabelSets others;

    /** @param models by label sets' names; the card of one that is being fetched says more later */
    LabelSets(Map<String, Supplier<ModelCard>> models, TrainedLabelSets others) {
        this.models = Map.copyOf(models);
        this.others = others;
    }

    /** Whether a name is taken by the configuration. */
    public boolean isConfigured(String labelSet) {
        return models.containsKey(labelSet);
    }

    /** @throws FailureException {@code LABEL_SET_UNKNOWN}, naming what there is */
    ModelCard model(String labelSet) {
        Supplier<ModelCard> configured = models.get(labelSet);
        return configured != null ? configured.get() : others.card(labelSet).orElseThrow(() -> unknown(labelSet));
    }

    private FailureException unknown(String labelSet) {
        Set<String> names = new TreeSet<>(models.keySet());
        names.addAll(others.names());
        return new FailureException(
                FailureCode.LABEL_SET_UNKNOWN, "There is no label set named " + labelSet + "; there are " + names);
    }
}
