package dev.scriptorium.inference.continuation;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.LoadedModel;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A worker for each model that continues texts, from its first request until the model is freed. Thread-safe. */
public final class ContinuationWorkers {

    private final ContinuationLimits limits;
    private final Duration stopTimeout;
    private final Clock clock;
    private final Map<String, ContinuationWorker> workers = new HashMap<>();
    private boolean stopped;

    /** @param stopTimeout how long a stop waits for a step that is under way */
    public ContinuationWorkers(ContinuationLimits limits, Duration stopTimeout, Clock clock) {
        this.limits = limits;
        this.stopTimeout = stopTimeout;
        this.clock = clock;
    }

    /**
     * Continues a prompt.
     *
     * @param loaded leased until the listener is notified of the end
     * @throws FailureException {@code OVERLOADED} or {@code SHUTTING_DOWN}; then the listener is not notified
     */
    public Continuation submit(
            LoadedModel loaded,
            CausalModel model,
            CausalRequest request,
            RequestContext context,
            ContinuationListener listener) {
        ContinuationWorker worker;
        synchronized (this) {
            if (stopped) {
                throw new FailureException(FailureCode.SHUTTING_DOWN, "The service is stopping");
            }
            worker = workers.computeIfAbsent(
                    loaded.card().name(), name -> new ContinuationWorker(name, model, limits, clock));
        }
        return worker.submit(request, context, listener);
    }

    /** Ends the worker of a model that is about to be unloaded and has no lease. */
    public void release(String model) {
        ContinuationWorker worker;
        synchronized (this) {
            worker = workers.remove(model);
        }
        if (worker != null && !worker.stop(stopTimeout)) {
            throw new IllegalStateException("the worker of " + model + " does not end");
        }
    }

    /** Ends all; false where one is still inside its model. */
    public synchronized boolean stop() {
        stopped = true;
        workers.values().forEach(ContinuationWorker::requestStop);
        boolean ended = true;
        for (ContinuationWorker worker : workers.values()) {
            ended &= worker.stop(stopTimeout);
        }
        return ended;
    }
}
