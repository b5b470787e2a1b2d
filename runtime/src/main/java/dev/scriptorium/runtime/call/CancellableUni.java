package dev.scriptorium.runtime.call;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.grpc.Context;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The answer to a call, which takes its inputs out of the queue when the client cancels or the deadline passes. The
 * service has {@link CallContext} as interceptor; made on the thread that handles the call.
 */
public final class CancellableUni {

    private CancellableUni() {}

    public static <R> Uni<R> of(Supplier<CompletableFuture<R>> response) {
        return of(Context.current(), response);
    }

    /** For a part of a call that begins on another thread. */
    public static <R> Uni<R> of(Context call, Supplier<CompletableFuture<R>> response) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<R> promise = response.get();
            Context.CancellationListener cancel = context -> promise.cancel(false);
            call.addListener(cancel, Runnable::run);
            return Uni.createFrom()
                    .completionStage(promise)
                    .onTermination()
                    .invoke(() -> call.removeListener(cancel))
                    .onFailure(CancellationException.class)
                    .transform(thrown -> new FailureException(FailureCode.CANCELLED, "The call was cancelled"));
        });
    }
}
