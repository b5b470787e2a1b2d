package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * All models by name. A model is loaded when it is first asked for, once, one model after the other; one that cannot be
 * loaded is unavailable with its reason, and the others serve on. Where memory is limited, the least recently used models
 * are unloaded, unless they are in use, and loaded again on request. Thread-safe.
 */
public final class ModelCatalogue implements Models, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ModelCatalogue.class);
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private final Map<String, CatalogueEntry> entries = new TreeMap<>();
    private final Function<ModelCard, LoadedModel> loading;
    private final ToLongFunction<ModelCard> bytes;
    private final ModelMemory memory;
    private final Consumer<LoadedModel> freeing;
    private final ExecutorService loader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("model-loader").daemon().factory());
    private final ExecutorService fetcher = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopped;

    /**
     * @param entries all models
     * @param loading makes a model that serves, or throws
     */
    public ModelCatalogue(Collection<CatalogueEntry> entries, Function<ModelCard, LoadedModel> loading) {
        this(entries, loading, card -> 0, Long.MAX_VALUE, model -> {});
    }

    /**
     * @param bytes of a model's files
     * @param limit of the bytes of all models in memory
     * @param freeing is called before a model is closed, and returns once its memory is no longer used
     */
    public ModelCatalogue(
            Collection<CatalogueEntry> entries,
            Function<ModelCard, LoadedModel> loading,
            ToLongFunction<ModelCard> bytes,
            long limit,
            Consumer<LoadedModel> freeing) {
        entries.forEach(entry -> this.entries.put(entry.card().name(), entry));
        this.loading = loading;
        this.bytes = bytes;
        this.memory = new ModelMemory(limit);
        this.freeing = freeing;
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

    /**
     * The model, loaded if it was not. Fails with {@code MODEL_UNKNOWN}, with what kept the model from loading, or with
     * {@code SHUTTING_DOWN}.
     */
    public CompletableFuture<LoadedModel> ready(String name) {
        try {
            return stopped
                    ? CompletableFuture.failedFuture(stopping())
                    : entry(name).ready(this::load, loader);
        } catch (FailureException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(stopping());
        }
    }

    private static FailureException stopping() {
        return new FailureException(FailureCode.SHUTTING_DOWN, "The service is stopping");
    }

    /** Fetches the models that are elsewhere, side by side, while the others serve. */
    public void fetch(Function<String, Path> folders) {
        entries.values().stream()
                .filter(CatalogueEntry::isElsewhere)
                .forEach(entry -> fetcher.execute(() -> entry.fetch(folders)));
    }

    @Override
    public CompletableFuture<ModelLease> lease(String name, Duration timeout) {
        try {
            return entry(name).here(timeout).thenCompose(here -> lease(name));
        } catch (FailureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    CompletableFuture<ModelLease> lease(String name) {
        return ready(name)
                .thenCompose(model -> lease(name, model)
                        .map(CompletableFuture::completedFuture)
                        // It was freed in the meantime. The loader has it by then as one that is not loaded.
                        .orElseGet(() -> leaseAgain(name)));
    }

    private CompletableFuture<ModelLease> leaseAgain(String name) {
        try {
            return CompletableFuture.supplyAsync(() -> lease(name), loader).thenCompose(again -> again);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(stopping());
        }
    }

    private Optional<ModelLease> lease(String name, LoadedModel model) {
        if (!memory.use(name)) {
            return Optional.empty();
        }
        if (entry(name).state() instanceof ModelState.Ready ready && ready.model() == model) {
            return Optional.of(new ModelLease(model, () -> memory.release(name)));
        }
        memory.release(name);
        return Optional.empty();
    }

    private LoadedModel load(ModelCard card) {
        memory.take(card.name(), bytes.applyAsLong(card))
                .forEach(freed -> entry(freed).free(freeing));
        try {
            return loading.apply(card);
        } catch (Throwable thrown) {
            memory.giveBack(card.name());
            throw thrown;
        }
    }

    /** Refuses further loads and leases. Models stay in memory until {@link #close}. */
    public void stop() {
        stopped = true;
        memory.close();
        fetcher.shutdownNow();
        loader.shutdownNow();
    }

    /**
     * Stops, waits for a model that is being loaded, and frees the models. A model that is in use, or is still being loaded
     * after a while, is left in memory.
     */
    @Override
    public void close() {
        stop();
        try {
            if (!loader.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warnf("A model is still being loaded after %s; it is left in memory", CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        entries.forEach((name, entry) -> {
            if (memory.inUse(name)) {
                LOG.warnf("The model %s is still in use and is left in memory", name);
            } else {
                entry.close();
            }
        });
    }
}
