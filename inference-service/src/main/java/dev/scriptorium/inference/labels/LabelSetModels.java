package dev.scriptorium.inference.labels;

import dev.scriptorium.classifier.Head;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.TextRule;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.ModelLease;
import dev.scriptorium.inference.catalogue.ModelTask;
import dev.scriptorium.inference.catalogue.Models;
import dev.scriptorium.inference.catalogue.TranslatedLanguages;
import dev.scriptorium.inference.classification.TrainedLabelSets;
import dev.scriptorium.inference.labels.store.LabelSet;
import dev.scriptorium.inference.labels.store.LabelSetStore;
import dev.scriptorium.inference.labels.store.StoredLabelSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The catalogue's models, and label sets as models of their own name. A label set serves from the moment that it is stored;
 * it costs no more than its head, as all stand on one embedding model. Thread-safe.
 */
public final class LabelSetModels implements Models, TrainedLabelSets {

    private final LabelSetStore store;
    private final ModelCatalogue catalogue;

    public LabelSetModels(LabelSetStore store, ModelCatalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    /** Fails with {@code LABEL_SET_OUTDATED} where the embedding model is another than the label set was made for. */
    @Override
    public CompletableFuture<ModelLease> lease(String name, Duration timeout) {
        try {
            Optional<StoredLabelSet> stored = store.find(name);
            return stored.isEmpty()
                    ? catalogue.lease(name, timeout)
                    : catalogue
                            .lease(stored.get().set().embedding().model(), timeout)
                            .thenApply(embedding -> classifier(stored.get(), embedding));
        } catch (FailureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<ModelCard> card(String name) {
        return store.find(name)
                .map(stored -> card(
                        stored.set(),
                        catalogue.entry(stored.set().embedding().model()).card()));
    }

    @Override
    public List<String> names() {
        return store.names();
    }

    private static ModelLease classifier(StoredLabelSet stored, ModelLease embedding) {
        try {
            return embedding.of(classifier(stored, embedding.model()));
        } catch (FailureException e) {
            embedding.close();
            throw e;
        }
    }

    private static LoadedModel classifier(StoredLabelSet stored, LoadedModel embedding) {
        LabelSet set = stored.set();
        Head head = set.learnt().head();
        if (!(embedding.model() instanceof EmbeddingModel model)
                || !embedding.digest().equals(set.embedding().digest())
                || model.dimensions() != head.dimensions()) {
            throw new FailureException(
                    FailureCode.LABEL_SET_OUTDATED,
                    "The label set " + set.name() + " was made for another version of the model "
                            + set.embedding().model() + ": train it again");
        }
        TextRule rule = new TextRule(true, (float) set.learnt().threshold().value());
        return new LoadedModel(
                card(set, embedding.card()), stored.digest(), new LabelClassifier(model, head, set.labels(), rule));
    }

    private static ModelCard card(LabelSet set, ModelCard embedding) {
        return new ModelCard(
                set.name(),
                ModelTask.CLASSIFY,
                TranslatedLanguages.NONE,
                set.labels(),
                "",
                embedding.tokenizerDigest(),
                embedding.maxInputTokens(),
                true);
    }
}
