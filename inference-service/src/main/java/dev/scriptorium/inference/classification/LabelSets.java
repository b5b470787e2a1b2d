package dev.scriptorium.inference.classification;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.ModelCard;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Which model serves which label set. A label set whose model is not in the catalogue does not exist. */
final class LabelSets {

    private final Map<String, ModelCard> models = new TreeMap<>();

    /** @param names models' names by label sets' names */
    LabelSets(Map<String, String> names, Collection<ModelCard> cards) {
        for (ModelCard card : cards) {
            names.forEach((labelSet, model) -> {
                if (card.name().equals(model)) {
                    models.put(labelSet, card);
                }
            });
        }
    }

    /** @throws FailureException {@code LABEL_SET_UNKNOWN}, naming what there is */
    ModelCard model(String labelSet) {
        ModelCard card = models.get(labelSet);
        if (card == null) {
            throw new FailureException(
                    FailureCode.LABEL_SET_UNKNOWN,
                    "There is no label set named " + labelSet + "; there are " + models.keySet());
        }
        return card;
    }
}
