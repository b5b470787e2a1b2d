package dev.scriptorium.inference.classification;

import dev.scriptorium.inference.catalogue.ModelCard;
import java.util.List;
import java.util.Optional;

/** Label sets that come and go while the service runs. Thread-safe. */
public interface TrainedLabelSets {

    TrainedLabelSets NONE = new TrainedLabelSets() {
        @Override
        public Optional<ModelCard> card(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> names() {
            return List.of();
        }
    };

    /** The model that serves it; empty where there is no such label set now. */
    Optional<ModelCard> card(String name);

    List<String> names();
}
