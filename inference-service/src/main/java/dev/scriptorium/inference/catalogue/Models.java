package dev.scriptorium.inference.catalogue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Models that serve, by name. Thread-safe. */
@FunctionalInterface
public interface Models {

    /** Until a model that is being fetched is here, or known not to come. */
    Duration NO_TIMEOUT = Duration.ofDays(365);

    /**
     * The model, loaded if it was not, to be used until the lease is closed. Fails with {@code MODEL_UNKNOWN}, with what kept
     * the model from loading, or with {@code MODEL_FETCHING}.
     *
     * @param patience how long to wait for a model that is being fetched
     */
    CompletableFuture<ModelLease> lease(String name, Duration timeout);
}
