package dev.scriptorium.inference.catalogue;

import java.util.concurrent.CompletableFuture;

/** Models that serve, by name. Thread-safe. */
@FunctionalInterface
public interface Models {

    /**
     * The model, loaded if it was not, to be used until the lease is closed. Fails with {@code MODEL_UNKNOWN} or with what kept
     * the model from loading.
     */
    CompletableFuture<ModelLease> lease(String name);
}
