package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that call models: each takes the next batch as soon as it is free and never waits for a batch to fill.
 *
 * <p>Thread-safe. Every promise given out is kept: with an answer, a failure of the input, {@code DEADLINE_EXCEEDED}, or
 * {@code OVERLOADED} when the batcher closes. A promise that its holder cancels leaves the queue at once; a call whose
 * inputs are all cancelled is told so. Promises complete on the calling threads: what depends on them must be short.
 */
public final class Batcher implements AutoCloseable {

    private final BatchQueue<Ticket<?>> queue;
    private final BatcherSettings settings;
    private final BatchRunner runner;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final List<Thread> executors = new ArrayList<>();
    private boolean closed;
    private int free;
    private int running;

    public Batcher(BatcherSettings settings, BatchObserver observer, InstantSource clock) {
        this.settings = settings;
        this.queue = new BatchQueue<>(settings.limits(), settings.queueCapacity(), settings.interactiveBurst());
        this.runner = new BatchRunner(observer, System::nanoTime);
        this.clock = clock;
        for (int i = 0; i < settings.executors(); i++) {
            executors.add(Thread.ofPlatform().name("model-", i).daemon().start(this::work));
        }
    }

    /** What happens to inputs that would overfill their lane. */
    public enum Admission {
        /** They are refused with {@code OVERLOADED}. */
        REFUSED_WHEN_FULL,
        /** They are taken: the caller bounds what it has under way, as a paused Kafka consumer does. */
        BOUNDED_BY_CALLER
    }

    /**
     * Promises an answer for each input, in order.
     *
     * @throws FailureException {@code OVERLOADED}; then no input was taken
     */
    public <O> List<CompletableFuture<Answer<O>>> submit(
            ModelCall<O> call, List<int[]> inputs, Origin origin, Admission admission) {
        List<Ticket<O>> tickets =
                inputs.stream().map(ids -> new Ticket<>(call, ids, origin)).toList();
        lock.lock();
        try {
            if (closed) {
                throw new FailureException(FailureCode.OVERLOADED, "The service is shutting down");
            }
            enqueue(origin.lane(), List.copyOf(tickets), admission);
            work.signalAll();
        } finally {
            lock.unlock();
        }
        return tickets.stream().map(this::promise).toList();
    }

    /** Inputs that wait in a lane. */
    public int waiting(Lane lane) {
        lock.lock();
        try {
            return queue.size(lane);
        } finally {
            lock.unlock();
        }
    }

    /** Inputs that are in a model now. */
    public int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Finishes the running batches and refuses the waiting inputs; they are retryable. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread executor : executors) {
            try {
                executor.join();
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        refuseWaiting();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Lane lane, List<Ticket<?>> tickets, Admission admission) {
        switch (admission) {
            case BOUNDED_BY_CALLER -> queue.add(lane, tickets);
            case REFUSED_WHEN_FULL -> {
                if (!queue.offer(lane, tickets)) {
                    throw new FailureException(
                            FailureCode.OVERLOADED,
                            "The queue of " + settings.queueCapacity() + " inputs has no room for " + tickets.size()
                                    + " more");
                }
            }
        }
    }

    private <O> CompletableFuture<Answer<O>> promise(Ticket<O> ticket) {
        ticket.answer().whenComplete((answer, thrown) -> {
            if (thrown instanceof CancellationException) {
                lock.lock();
                try {
                    queue.remove(ticket);
                } finally {
                    lock.unlock();
                }
            }
        });
        return ticket.answer();
    }

    private void work() {
        while (true) {
            BatchQueue.Selection<Ticket<?>> selection = take();
            if (selection == null) {
                return;
            }
            selection
                    .expired()
                    .forEach(ticket -> ticket.answer()
                            .completeExceptionally(new FailureException(
                                    FailureCode.DEADLINE_EXCEEDED, "The deadline passed before a model was free")));
            run(selection.batch());
            lock.lock();
            try {
                running -= selection.batch().size();
            } finally {
                lock.unlock();
            }
        }
    }

    /** The tickets of a batch have equal calls and so the same type of output. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private void run(List<Ticket<?>> batch) {
        runner.run((List) batch);
    }

    private BatchQueue.@Nullable Selection<Ticket<?>> take() {
        lock.lock();
        try {
            free++;
            while (!closed && queue.isEmpty()) {
                work.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            BatchQueue.Selection<Ticket<?>> selection = queue.next(clock.instant(), free);
            free--;
            running += selection.batch().size();
            return selection;
        } finally {
            lock.unlock();
        }
    }

    private void refuseWaiting() {
        List<Ticket<?>> refused = new ArrayList<>();
        lock.lock();
        try {
            while (!queue.isEmpty()) {
                BatchQueue.Selection<Ticket<?>> selection = queue.next(clock.instant(), 1);
                refused.addAll(selection.batch());
                refused.addAll(selection.expired());
            }
        } finally {
            lock.unlock();
        }
        refused.forEach(ticket -> ticket.answer()
                .completeExceptionally(new FailureException(FailureCode.OVERLOADED, "The service is shutting down")));
    }
}
