package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The state of a model. Its methods are the only transitions. */
public sealed interface ModelState {

    /**
     * Its files are being fetched; its architecture is not known yet.
     *
     * @param outcome completes, never with a failure, at the next state
     * @param progress how far the fetch is, in words
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

    /** Being loaded, once for all callers that wait. */
    record Loading(CompletableFuture<LoadedModel> outcome) implements ModelState {

        Ready succeeded(LoadedModel model) {
            return new Ready(model);
        }

        /** A load that the end of the process stopped says nothing about the model. */
        ModelState failed(FailureException failure) {
            return failure.code() == FailureCode.SHUTTING_DOWN ? new Known() : new Unavailable(failure);
        }
    }

    record Ready(LoadedModel model) implements ModelState {

        Known free() {
            return new Known();
        }
    }

    /** Served by another server; there is nothing to load. */
    record Remote() implements ModelState {

        FailureException failure(String model) {
            return new FailureException(
                    FailureCode.BAD_REQUEST,
                    "The model " + model + " is remote; it is asked over the OpenAI-compatible API only");
        }
    }

    /** Could not be read or loaded; that stays so until the next start. */
    record Unavailable(FailureException failure) implements ModelState {}
}
