package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** A model of the catalogue with its state. Thread-safe. */
public final class CatalogueEntry {

    private static final Logger LOG = Logger.getLogger(CatalogueEntry.class);

    private final ModelCard card;
    private ModelState state;

    private CatalogueEntry(ModelCard card, ModelState state) {
        this.card = card;
        this.state = state;
    }

    public static CatalogueEntry of(ModelCard card) {
        return new CatalogueEntry(card, new ModelState.Known());
    }

    /** Reads a model's folder; one that cannot be read gives an entry that says why. */
    public static CatalogueEntry read(String name, Function<String, Path> folders) {
        try {
            return of(ModelCardReader.read(name, folders.apply(name)));
        } catch (RuntimeException e) {
            FailureException failure = FailureException.of(e);
            LOG.warnf(failure.getCause(), "The model %s is unavailable: %s", name, failure.reason());
            return new CatalogueEntry(ModelCard.unreadable(name), new ModelState.Unavailable(failure));
        }
    }

    public ModelCard card() {
        return card;
    }

    public synchronized ModelState state() {
        return state;
    }

    CompletableFuture<LoadedModel> ready(Function<ModelCard, LoadedModel> loading, Executor loader) {
        ModelState.Loading started;
        synchronized (this) {
            switch (state) {
                case ModelState.Ready ready -> {
                    return CompletableFuture.completedFuture(ready.model());
                }
                case ModelState.Unavailable unavailable -> {
                    return CompletableFuture.failedFuture(unavailable.failure());
                }
                case ModelState.Loading running -> {
                    return running.outcome().copy();
                }
                case ModelState.Known known -> {
                    started = known.load();
                    state = started;
                }
            }
        }
        loader.execute(() -> load(started, loading));
        return started.outcome().copy();
    }

    /** Makes room for another model: the next one who asks has it loaded again. */
    void free(Consumer<LoadedModel> freeing) {
        LoadedModel freed;
        synchronized (this) {
            if (!(state instanceof ModelState.Ready ready)) {
                return;
            }
            freed = ready.model();
            state = ready.free();
        }
        freeing.accept(freed);
        freed.model().close();
        LOG.infof("The model %s was freed for another one", card.name());
    }

    synchronized void close() {
        if (state instanceof ModelState.Ready ready) {
            ready.model().model().close();
            state = ready.free();
        }
    }

    private void load(ModelState.Loading started, Function<ModelCard, LoadedModel> loading) {
        try {
            LoadedModel model = loading.apply(card);
            become(started.succeeded(model));
            LOG.infof("The model %s is ready", card.name());
            started.outcome().complete(model);
        } catch (
                Throwable thrown) { // an out of memory or a missing native library too makes this model unavailable, no
            // other
            FailureException failure = FailureException.of(thrown);
            become(started.failed(failure));
            LOG.errorf(failure.getCause(), "The model %s is unavailable: %s", card.name(), failure.reason());
            started.outcome().completeExceptionally(failure);
        }
    }

    private synchronized void become(ModelState next) {
        state = next;
    }
}
