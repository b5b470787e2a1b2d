package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * All models by name. A model is loaded when it is first asked for, once, one model after the other; one that cannot be
 * loaded is unavailable with its reason, and the others serve on. Thread-safe.
 */
public final class ModelCatalogue implements Models, AutoCloseable {

    private final Map<String, CatalogueEntry> entries = new TreeMap<>();
    private final Function<ModelCard, LoadedModel> loading;
    private final ExecutorService loader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("model-loader").daemon().factory());

    /**
     * @param entries all models
     * @param loading makes a model that serves, or throws
     */
    public ModelCatalogue(Collection<CatalogueEntry> entries, Function<ModelCard, LoadedModel> loading) {
        entries.forEach(entry -> this.entries.put(entry.card().name(), entry));
        this.loading = loading;
    }

    public List<CatalogueEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** @throws FailureException {@code MODEL_UNKNOWN} */
    public CatalogueEntry entry(String name) {
        CatalogueEntry entry = entries.get(name);
        if (entry == null) {
            throw new FailureException(
                    FailureCode.MODEL_UNKNOWN, "There is no model named " + name + "; there are " + entries.keySet());
        }
        return entry;
    }

    @Override
    public CompletableFuture<LoadedModel> ready(String name) {
        try {
            return entry(name).ready(loading, loader);
        } catch (FailureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Frees the models. Nothing may use them any more. */
    @Override
    public void close() {
        loader.shutdown();
        entries.values().forEach(CatalogueEntry::close);
    }
}
