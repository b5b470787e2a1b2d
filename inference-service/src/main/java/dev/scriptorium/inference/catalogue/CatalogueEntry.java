package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A model of the catalogue with its state. Thread-safe. */
public final class CatalogueEntry {

    private static final Logger LOG = Logger.getLogger(CatalogueEntry.class);

    private ModelCard card;
    private ModelState state;
    private boolean served;

    private CatalogueEntry(ModelCard card, ModelState state) {
        this.card = card;
        this.state = state;
    }

    public static CatalogueEntry of(ModelCard card) {
        return new CatalogueEntry(card, new ModelState.Known());
    }

    /** Of a model that another server serves. */
    public static CatalogueEntry remote(String name) {
        ModelCard card = new ModelCard(name, ModelTask.CONTINUE, TranslatedLanguages.NONE, List.of(), "", "", 0, false);
        CatalogueEntry entry = new CatalogueEntry(card, new ModelState.Remote());
        entry.served = true;
        return entry;
    }

    /** Of a model whose folder is not on this machine; what it is, is not known until {@link #fetch}. */
    public static CatalogueEntry elsewhere(String name, Supplier<String> progress) {
        return new CatalogueEntry(ModelCard.unreadable(name), new ModelState.Fetching(progress));
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

    public synchronized ModelCard card() {
        return card;
    }

    public synchronized ModelState state() {
        return state;
    }

    /** Whether the model is loaded, or was and can be loaded again. */
    public synchronized boolean canServe() {
        return served && !(state instanceof ModelState.Unavailable);
    }

    boolean isElsewhere() {
        return state() instanceof ModelState.Fetching;
    }

    /** Fetches and reads the folder of a model that is elsewhere; takes as long as that takes. */
    void fetch(Function<String, Path> folders) {
        if (state() instanceof ModelState.Fetching fetching) {
            CatalogueEntry read = read(card().name(), folders);
            synchronized (this) {
                card = read.card;
                state = read.state;
            }
            fetching.outcome().complete(null);
        }
    }

    /** Completes when the model is here or known not to come; fails with {@code MODEL_FETCHING} where that takes longer. */
    CompletableFuture<Void> here(Duration timeout) {
        return state() instanceof ModelState.Fetching fetching
                ? fetching.outcome()
                        .copy()
                        .orTimeout(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS)
                        .exceptionally(late -> {
                            throw fetching.failure(card().name());
                        })
                : CompletableFuture.completedFuture(null);
    }

    CompletableFuture<LoadedModel> ready(Function<ModelCard, LoadedModel> loading, Executor loader) {
        ModelState.Loading started;
        synchronized (this) {
            switch (state) {
                case ModelState.Fetching fetching -> {
                    return fetching.outcome().thenCompose(here -> ready(loading, loader));
                }
                case ModelState.Ready ready -> {
                    return CompletableFuture.completedFuture(ready.model());
                }
                case ModelState.Unavailable unavailable -> {
                    return CompletableFuture.failedFuture(unavailable.failure());
                }
                case ModelState.Remote remote -> {
                    return CompletableFuture.failedFuture(remote.failure(card.name()));
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
        LOG.infof("The model %s was freed for another one", card().name());
    }

    synchronized void close() {
        if (state instanceof ModelState.Ready ready) {
            ready.model().model().close();
            state = ready.free();
        }
    }

    private void load(ModelState.Loading started, Function<ModelCard, LoadedModel> loading) {
        try {
            LoadedModel model = loading.apply(card());
            become(started.succeeded(model));
            LOG.infof("The model %s is ready", card().name());
            started.outcome().complete(model);
        } catch (Throwable thrown) { // an OutOfMemoryError or a missing native library concerns this model alone
            FailureException failure = FailureException.of(thrown);
            become(started.failed(failure));
            if (failure.code() == FailureCode.SHUTTING_DOWN) {
                LOG.debugf("The model %s was not loaded: %s", card().name(), failure.reason());
            } else {
                LOG.errorf(failure.getCause(), "The model %s was not loaded: %s", card().name(), failure.reason());
            }
            started.outcome().completeExceptionally(failure);
        }
    }

    private synchronized void become(ModelState next) {
        state = next;
        served |= next instanceof ModelState.Ready;
    }
}
