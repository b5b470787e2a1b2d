package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run models. Each takes inputs as soon as it has room and never waits for a batch to fill: calls that are
 * answered at once in batches, texts that are written into the slots of those that are being written already.
 *
 * <p>Thread-safe. Every promise given out is kept: with an answer, a failure of the input, {@code DEADLINE_EXCEEDED}, or
 * {@code OVERLOADED} when the batcher closes. A promise that its holder cancels leaves the queue at once; a text
 * that is being written leaves with the next step when it is cancelled or late, and a call whose inputs are all cancelled is
 * told so. Promises complete on the calling threads: what depends on them must be short.
 */
public final class Batcher implements AutoCloseable {

    private static final ModelThread.Work NOTHING_FOR_LONG = new ModelThread.Work(List.of(), List.of());

    private final BatchQueue<Ticket<?>> queue;
    private final BatcherSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private final List<ModelThread> executors = new ArrayList<>();
    private final Condition letGo = lock.newCondition();
    private final List<Release> releases = new ArrayList<>();
    private boolean closed;
    private int idle;

    /** A model that the threads are to let go of, and those that have not yet. */
    private record Release(String model, Set<ModelThread> left) {}

    public Batcher(BatcherSettings settings, BatchObserver observer, InstantSource clock) {
        this.settings = settings;
        this.queue = new BatchQueue<>(settings.limits(), settings.queueCapacity(), settings.interactiveBurst());
        this.clock = clock;
        for (int i = 0; i < settings.executors(); i++) {
            ModelThread executor = new ModelThread(observer, System::nanoTime, settings.openSlots());
            executors.add(executor);
            threads.add(Thread.ofPlatform().name("model-", i).daemon().start(() -> work(executor)));
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
            List<ModelInput<O>> inputs, Origin origin, Admission admission) {
        long now = System.nanoTime();
        List<Ticket<O>> tickets = inputs.stream()
                .map(input -> new Ticket<>(input.call(), input.ids(), origin, now))
                .toList();
        lock.lock();
        try {
            if (closed) {
                throw ModelFailures.closing();
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
        return executors.stream().mapToInt(ModelThread::inputs).sum();
    }

    /**
     * Waits until no thread keeps anything of a model that nobody asks any more: neither memory for its next text nor a text
     * whose promise was cancelled.
     */
    public void release(String model) {
        lock.lock();
        try {
            Release release = new Release(model, new HashSet<>(executors));
            releases.add(release);
            work.signalAll();
            while (!release.left().isEmpty() && !closed) {
                letGo.awaitUninterruptibly();
            }
            releases.remove(release);
        } finally {
            lock.unlock();
        }
    }

    private void letGo(ModelThread executor) {
        for (Release release : releases) {
            executor.closeUnused(release.model());
            if (!executor.keeps(release.model()) && release.left().remove(executor)) {
                letGo.signalAll();
            }
        }
    }

    /** Finishes what is in the models and refuses the waiting inputs; they are retryable. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            letGo.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join();
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

    private void work(ModelThread executor) {
        while (true) {
            ModelThread.Work work = take(executor);
            if (work == null) {
                executor.closeUnused();
                return;
            }
            if (work == NOTHING_FOR_LONG) {
                executor.closeUnused();
            } else {
                executor.perform(work, clock.instant());
            }
        }
    }

    /** Null where the batcher is closed and the thread has nothing under way. */
    private ModelThread.@Nullable Work take(ModelThread executor) {
        lock.lock();
        try {
            boolean inTime = true;
            letGo(executor);
            while (!closed && queue.isEmpty() && !executor.busy()) {
                if (!inTime) {
                    return NOTHING_FOR_LONG;
                }
                inTime = await(executor.holdsSlots());
                letGo(executor);
            }
            if (!closed) {
                return executor.select(queue, clock.instant(), idle);
            }
            return executor.busy() ? new ModelThread.Work(List.of(), List.of()) : null;
        } finally {
            lock.unlock();
        }
    }

    /** False where slots that are held were not used for so long that they are better given back. */
    private boolean await(boolean holdsSlots) {
        idle++;
        try {
            if (holdsSlots) {
                return work.awaitNanos(settings.keepSlots().toNanos()) > 0;
            }
            work.awaitUninterruptibly();
            return true;
        } catch (InterruptedException e) { // nobody interrupts these threads
            return true;
        } finally {
            idle--;
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
        refused.forEach(ticket -> ticket.answer().completeExceptionally(ModelFailures.closing()));
    }
}
