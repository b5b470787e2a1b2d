package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Where a model is on its way to serving. Its methods are the only ways from one state to the next. */
public sealed interface ModelState {

    /**
     * Its files are on their way to this machine; what it is, nobody knows yet.
     *
     * @param outcome completes, never with a failure, when the next state is there
     * @param progress how far they are, in words
     */
    record Fetching(CompletableFuture<Void> outcome, Supplier<String> progress) implements ModelState {

        Fetching(Supplier<String> progress) {
            this(new CompletableFuture<>(), progress);
        }

        public FailureException failure(String model) {
            return new FailureException(
                    FailureCode.MODEL_FETCHING,
                    "The model " + model + " is still being fetched: " + progress.get() + "; ask again later");
        }
    }

    /** In the catalogue, not in memory. */
    record Known() implements ModelState {

        Loading load() {
            return new Loading(new CompletableFuture<>());
        }
    }

    /** Being loaded, once for all who wait. */
    record Loading(CompletableFuture<LoadedModel> outcome) implements ModelState {

        Ready succeeded(LoadedModel model) {
            return new Ready(model);
        }

        Unavailable failed(FailureException failure) {
            return new Unavailable(failure);
        }
    }

    record Ready(LoadedModel model) implements ModelState {

        Known free() {
            return new Known();
        }
    }

    /** Could not be read or loaded; that stays so until the next start. */
    record Unavailable(FailureException failure) implements ModelState {}
}
