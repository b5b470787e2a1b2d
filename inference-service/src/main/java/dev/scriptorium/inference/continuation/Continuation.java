package dev.scriptorium.inference.continuation;

import dev.scriptorium.engine.CausalBatch.SequenceHandle;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.inference.batching.RequestContext;
import org.jspecify.annotations.Nullable;

/** A request that waits or is being written. Thread-safe. */
public final class Continuation {

    private final CausalRequest request;
    private final RequestContext context;
    private final ContinuationListener listener;
    private final Runnable wake;
    private volatile boolean cancelled;
    /** Null while it waits; of the worker's thread. */
    private @Nullable SequenceHandle sequence;

    Continuation(CausalRequest request, RequestContext context, ContinuationListener listener, Runnable wake) {
        this.request = request;
        this.context = context;
        this.listener = listener;
        this.wake = wake;
    }

    /** Cancels it before the next step and notifies its listener. One that has ended is ignored. */
    public void cancel() {
        cancelled = true;
        wake.run();
    }

    boolean isCancelled() {
        return cancelled;
    }

    CausalRequest request() {
        return request;
    }

    RequestContext context() {
        return context;
    }

    ContinuationListener listener() {
        return listener;
    }

    @Nullable
    SequenceHandle sequence() {
        return sequence;
    }

    void admitted(SequenceHandle handle) {
        sequence = handle;
    }
}
