package dev.scriptorium.inference.continuation;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalBatch.SequenceHandle;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that decodes with one model. Sequences are admitted and removed between steps: waiting requests in order,
 * interactive ones first, as soon as the KV cache has capacity for the prompt and the longest answer. Thread-safe.
 */
final class ContinuationWorker {

    private static final Logger LOG = Logger.getLogger(ContinuationWorker.class);

    private final String name;
    private final CausalModel model;
    private final ContinuationLimits limits;
    private final Clock clock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Continuation> interactive = new ArrayDeque<>();
    private final Deque<Continuation> bulk = new ArrayDeque<>();
    private boolean stopped;

    /** Of the worker's thread. */
    private final Map<SequenceHandle, Continuation> running = new IdentityHashMap<>();

    private @Nullable CausalBatch batch;

    ContinuationWorker(String name, CausalModel model, ContinuationLimits limits, Clock clock) {
        this.name = name;
        this.model = model;
        this.limits = limits;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("continuation-" + name).daemon().start(this::run);
    }

    Continuation submit(CausalRequest request, RequestContext context, ContinuationListener listener) {
        Continuation continuation = new Continuation(request, context, listener, this::wake);
        lock.lock();
        try {
            if (stopped) {
                throw stopping();
            }
            int waiting = interactive.size() + bulk.size();
            if (waiting >= limits.waiting()) {
                throw new FailureException(
                        FailureCode.OVERLOADED,
                        waiting + " requests wait for the model " + name + "; "
                                + "scriptorium.inference.continuation.queue-capacity allows no more");
            }
            (context.lane() == Lane.INTERACTIVE ? interactive : bulk).add(continuation);
            changed.signal();
        } finally {
            lock.unlock();
        }
        return continuation;
    }

    private static FailureException stopping() {
        return new FailureException(FailureCode.SHUTTING_DOWN, "The service is stopping");
    }

    private void wake() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Fails waiting and running requests after the step that is under way. */
    void requestStop() {
        lock.lock();
        try {
            stopped = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #requestStop}; false where the thread is still inside the model after the time. */
    boolean stop(Duration timeout) {
        requestStop();
        try {
            return thread.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        while (awaitWork()) {
            try {
                dropUnwanted();
                admit();
                step();
            } catch (Throwable thrown) { // an out of memory, too, ends the running requests, not the thread
                fail(thrown);
            }
        }
        closeBatch();
        end(running.values(), stopping());
        running.clear();
        end(taken(), stopping());
    }

    /** Until there is something to do; false at the end. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!stopped && interactive.isEmpty() && bulk.isEmpty() && running.isEmpty()) {
                if (batch == null) {
                    changed.await();
                } else if (!changed.await(limits.keepCache().toNanos(), TimeUnit.NANOSECONDS)
                        && interactive.isEmpty()
                        && bulk.isEmpty()) {
                    closeBatch();
                }
            }
            return !stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void closeBatch() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
    }

    private List<Continuation> taken() {
        lock.lock();
        try {
            List<Continuation> all =
                    Stream.concat(interactive.stream(), bulk.stream()).toList();
            interactive.clear();
            bulk.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Drops requests that are cancelled or past their deadline, waiting or running. */
    private void dropUnwanted() {
        List<Continuation> dropped = new ArrayList<>();
        lock.lock();
        try {
            for (Deque<Continuation> lane : List.of(interactive, bulk)) {
                for (Iterator<Continuation> waiting = lane.iterator(); waiting.hasNext(); ) {
                    Continuation next = waiting.next();
                    if (isUnwanted(next)) {
                        waiting.remove();
                        dropped.add(next);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        CausalBatch current = batch;
        for (Continuation continuation : List.copyOf(running.values())) {
            SequenceHandle sequence = continuation.sequence();
            if (sequence != null && current != null && isUnwanted(continuation)) {
                current.cancel(sequence);
                running.remove(sequence);
                dropped.add(continuation);
            }
        }
        for (Continuation continuation : dropped) {
            tell(
                    continuation,
                    continuation.isCancelled()
                            ? new FailureException(FailureCode.CANCELLED, "The caller cancelled the request")
                            : new FailureException(
                                    FailureCode.DEADLINE_EXCEEDED, "The answer was not written within the deadline"));
        }
    }

    private boolean isUnwanted(Continuation continuation) {
        return continuation.isCancelled() || continuation.context().deadline().isBefore(clock.instant());
    }

    private void admit() {
        for (Continuation next = first(); next != null; next = first()) {
            CausalBatch current = batch;
            if (current == null) {
                current = model.open(limits.batch());
                batch = current;
            }
            Optional<SequenceHandle> admitted;
            try {
                admitted = current.admit(next.request());
            } catch (RuntimeException e) { // it would fail at the head of the queue again and again
                remove(next);
                tell(next, FailureException.of(e));
                continue;
            }
            if (admitted.isEmpty()) {
                return;
            }
            remove(next);
            next.admitted(admitted.get());
            running.put(admitted.get(), next);
        }
    }

    private @Nullable Continuation first() {
        lock.lock();
        try {
            return interactive.isEmpty() ? bulk.peek() : interactive.peek();
        } finally {
            lock.unlock();
        }
    }

    private void remove(Continuation continuation) {
        lock.lock();
        try {
            if (!interactive.remove(continuation)) {
                bulk.remove(continuation);
            }
        } finally {
            lock.unlock();
        }
    }

    private void step() {
        CausalBatch current = batch;
        if (current == null || running.isEmpty()) {
            return;
        }
        for (CausalOutput output : current.step()) {
            Continuation continuation = running.get(output.sequence());
            if (continuation == null) {
                continue;
            }
            if (output.finish() != null) {
                running.remove(output.sequence());
            }
            try {
                continuation.listener().generated(output);
            } catch (RuntimeException e) {
                LOG.errorf(e, "A listener failed at an output of the model %s; its request is cancelled", name);
                continuation.cancel();
            }
        }
    }

    private void fail(Throwable thrown) {
        LOG.errorf(thrown, "The model %s failed, and its sequences with it", name);
        FailureException failure = thrown instanceof OutOfMemoryError
                ? new FailureException(
                        FailureCode.MODEL_OUT_OF_MEMORY,
                        "There is no memory for the keys and values of " + name,
                        thrown)
                : new FailureException(FailureCode.MODEL_FAILED, "The model failed on this input", thrown);
        boolean admittedNone = running.isEmpty();
        end(running.values(), failure);
        running.clear();
        if (admittedNone) {
            end(taken(), failure);
        }
        closeBatch();
    }

    private void end(Collection<Continuation> continuations, FailureException failure) {
        continuations.forEach(continuation -> tell(continuation, failure));
    }

    private void tell(Continuation continuation, FailureException failure) {
        try {
            continuation.listener().failed(failure);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A listener failed at a failure of the model %s", name);
        }
    }
}
