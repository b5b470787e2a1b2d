package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureException;
import java.util.concurrent.CompletableFuture;

/** Where a model is on its way to serving. Its methods are the only ways from one state to the next. */
public sealed interface ModelState {

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
