package dev.scriptorium.inference.grpc;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The answer to a call, which takes its inputs out of the queue when the caller cancels or its deadline passes. */
public final class CancellableUni {

    private CancellableUni() {}

    public static <R> Uni<R> of(Supplier<CompletableFuture<R>> response) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<R> promise = response.get();
            return Uni.createFrom()
                    .completionStage(promise)
                    .onCancellation()
                    .invoke(() -> promise.cancel(false));
        });
    }
}
