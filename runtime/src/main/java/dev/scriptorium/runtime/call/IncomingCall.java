package dev.scriptorium.runtime.call;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.grpc.Context;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The gRPC call that is being answered. Work for it stops, and the calls that were made for it are cancelled, when its
 * client cancels it or its deadline passes. The service has {@link CallContext} as interceptor. Thread-safe.
 */
public final class IncomingCall {

    private final Context context;

    private IncomingCall(Context context) {
        this.context = context;
    }

    /** The call that this thread handles. Outside of a call, one that never ends. */
    public static IncomingCall current() {
        return new IncomingCall(Context.current());
    }

    /**
     * For work in steps, between two of them.
     *
     * @throws FailureException {@code DEADLINE_EXCEEDED} or {@code CANCELLED} once the client no longer waits for the answer
     */
    public void throwIfEnded() {
        if (context.isCancelled()) {
            throw failure(context);
        }
    }

    /**
     * A call to another service on behalf of this one. It has the deadline of this one or the timeout, whichever is
     * sooner, and it is cancelled when this one ends.
     */
    public <T> Uni<T> outgoing(Uni<T> call, Duration timeout) {
        return Uni.createFrom().emitter(emitter -> {
            Context.CancellableContext scope =
                    context.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS, Deadlines.timer());
            scope.addListener(ended -> emitter.fail(failure(ended)), Runnable::run);
            AtomicBoolean answered = new AtomicBoolean();
            emitter.onTermination(() -> {
                // The end of an answered call is still on its way. Cancelled now, it would be reset while the server
                // ends
                // it, and a server on the HTTP port closes the whole connection then. It ends with the incoming call.
                if (!answered.get()) {
                    scope.cancel(null);
                }
            });
            if (!scope.isCancelled()) {
                scope.run(() -> call.subscribe()
                        .with(
                                answer -> {
                                    answered.set(true);
                                    emitter.complete(answer);
                                },
                                emitter::fail));
            }
        });
    }

    private static FailureException failure(Context ended) {
        return ended.cancellationCause() instanceof TimeoutException
                ? new FailureException(FailureCode.DEADLINE_EXCEEDED, "The deadline of the call has passed")
                : new FailureException(FailureCode.CANCELLED, "The call was cancelled");
    }
}
