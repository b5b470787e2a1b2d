package dev.scriptorium.inference.classification;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.ModelCard;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which model serves which label set. A configured label set whose model is not in the catalogue does not exist; one that was
 * made from examples does not hide a configured one. Thread-safe.
 */
public final class LabelSets {

    private final Map<String, ModelCard> models = new TreeMap<>();
    private final OtherLabelSets others;

    /** @param names models' names by label sets' names */
    LabelSets(Map<String, String> names, Collection<ModelCard> cards, OtherLabelSets others) {
        this.others = others;
        for (ModelCard card : cards) {
            names.forEach((labelSet, model) -> {
                if (card.name().equals(model)) {
                    models.put(labelSet, card);
                }
            });
        }
    }

    /** Whether a name is taken by the configuration. */
    public boolean isConfigured(String labelSet) {
        return models.containsKey(labelSet);
    }

    /** @throws FailureException {@code LABEL_SET_UNKNOWN}, naming what there is */
    ModelCard model(String labelSet) {
        ModelCard card = models.get(labelSet);
        return card != null ? card : others.card(labelSet).orElseThrow(() -> unknown(labelSet));
    }

    private FailureException unknown(String labelSet) {
        Set<String> names = new TreeSet<>(models.keySet());
        names.addAll(others.names());
        return new FailureException(
                FailureCode.LABEL_SET_UNKNOWN, "There is no label set named " + labelSet + "; there are " + names);
    }
}
