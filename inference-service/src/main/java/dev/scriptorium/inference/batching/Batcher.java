package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.batching.BatchObserver.Drop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run models. Each takes inputs as soon as it has room and never waits for a batch to fill: inputs of
 * encoders as a batch, sequences to generate into the free slots of its decoding batch (continuous batching).
 *
 * <p>Thread-safe. Every returned future completes: with an answer, a failure of the input, {@code DEADLINE_EXCEEDED}, or
 * {@code SHUTTING_DOWN}. An input that its caller cancels leaves the queue at once; one whose deadline has passed leaves it
 * with the next round of any worker. A sequence that is cancelled or late is evicted before the next decode step, and a call
 * whose inputs are all given up sees that in its {@code Cancellation}. Futures complete on the workers' threads: what depends
 * on them must be short.
 */
public final class Batcher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Batcher.class);
    private static final Worker.Work NOTHING_FOR_LONG = new Worker.Work(List.of(), List.of());

    private final BatchQueue<PendingInput<?>> queue;
    private final BatcherSettings settings;
    private final BatchObserver observer;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final MeasuredCost cost = new MeasuredCost();
    /** Submitted and not answered. */
    private final Set<PendingInput<?>> unanswered = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    /** The workers whose thread has not ended. */
    private final Set<Worker> alive = new HashSet<>();

    private final Condition released = lock.newCondition();
    private final List<Release> releases = new ArrayList<>();
    private boolean closed;
    private int idle;

    /** A model that the workers must release, and the workers that have not done so. */
    private record Release(String model, Set<Worker> left) {}

    public Batcher(BatcherSettings settings, BatchObserver observer, InstantSource clock) {
        this(settings, observer, clock, System::nanoTime);
    }

    /** @param nanoTime measures how long calls take */
    Batcher(BatcherSettings settings, BatchObserver observer, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.observer = observer;
        this.queue = new BatchQueue<>(settings.limits(), settings.queueCapacity(), settings.interactiveBurst());
        this.clock = clock;
        this.nanoTime = nanoTime;
        for (int i = 0; i < settings.workers(); i++) {
            Worker worker = new Worker(observer, nanoTime, settings.activeBatches());
            workers.add(worker);
            alive.add(worker);
            threads.add(Thread.ofPlatform().name("model-", i).daemon().unstarted(() -> work(worker)));
        }
        threads.forEach(Thread::start);
    }

    /** What happens to inputs that would exceed the capacity of their lane. */
    public enum Admission {
        /** They are refused with {@code OVERLOADED}, as are inputs that cannot be answered before their deadline. */
        REFUSED_WHEN_FULL,
        /** They are accepted: the caller bounds what it has under way, as a paused Kafka consumer does. */
        BOUNDED_BY_CALLER
    }

    /**
     * Promises an answer for each input, in order.
     *
     * @throws FailureException {@code OVERLOADED} or {@code SHUTTING_DOWN}; then no input was taken
     */
    public <O> List<CompletableFuture<Answer<O>>> submit(
            List<ModelInput<O>> inputs, RequestContext context, Admission admission) {
        long now = nanoTime.getAsLong();
        List<PendingInput<O>> pendingInputs = inputs.stream()
                .map(input -> new PendingInput<>(input.call(), input.ids(), context, now))
                .toList();
        lock.lock();
        try {
            if (closed) {
                throw ModelFailures.closing();
            }
            enqueue(context, List.copyOf(pendingInputs), admission);
            unanswered.addAll(pendingInputs);
            work.signalAll();
        } finally {
            lock.unlock();
        }
        return pendingInputs.stream().map(this::future).toList();
    }

    /** The tokens of inputs that wait for a model in a lane. */
    public long waitingTokens(Lane lane, String model) {
        lock.lock();
        try {
            return queue.tokens(lane).getOrDefault(model, 0L);
        } finally {
            lock.unlock();
        }
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
        return workers.stream().mapToInt(Worker::inputs).sum();
    }

    /**
     * Waits until the workers hold nothing of a model that is no longer used: no KV cache, and no sequence whose future was
     * cancelled.
     */
    public void release(String model) {
        lock.lock();
        try {
            Release release = new Release(model, new HashSet<>(alive));
            releases.add(release);
            work.signalAll();
            while (!release.left().isEmpty()) {
                released.awaitUninterruptibly();
            }
            releases.remove(release);
        } finally {
            lock.unlock();
        }
    }

    private void released(Worker worker) {
        for (Release release : releases) {
            worker.closeUnused(release.model());
            if (!worker.keeps(release.model()) && release.left().remove(worker)) {
                released.signalAll();
            }
        }
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        if (!stop()) {
            LOG.warnf(
                    "A worker is still inside a model %s after the stop",
                    settings.stopGrace().plus(settings.stopTimeout()));
        }
    }

    /**
     * Fails the waiting inputs with {@code SHUTTING_DOWN} and takes no more. Inputs inside the models may finish within the
     * grace. After it they fail in the same way: sequences are evicted, and calls that are under way are awaited.
     *
     * @return whether all workers have ended; where not, one is still inside a model, which must not be closed
     */
    public boolean stop() {
        List<PendingInput<?>> refused;
        lock.lock();
        try {
            closed = true;
            refused = queue.takeAll();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        refused.forEach(Batcher::refuse);
        if (join(settings.stopGrace())) {
            return true;
        }
        List.copyOf(unanswered).forEach(Batcher::refuse);
        return join(settings.stopTimeout());
    }

    private static void refuse(PendingInput<?> pending) {
        pending.answer().completeExceptionally(ModelFailures.closing());
    }

    /** False where a worker did not end in time, or the calling thread was interrupted. */
    private boolean join(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void enqueue(RequestContext context, List<PendingInput<?>> pendingInputs, Admission admission) {
        switch (admission) {
            case BOUNDED_BY_CALLER -> queue.add(context.lane(), pendingInputs);
            case REFUSED_WHEN_FULL -> {
                refuseWhatWouldBeLate(context, pendingInputs);
                if (!queue.offer(context.lane(), pendingInputs)) {
                    throw new FailureException(
                            FailureCode.OVERLOADED,
                            "The queue of " + settings.queueCapacity() + " inputs has no room for "
                                    + pendingInputs.size() + " more");
                }
            }
        }
    }

    /**
     * Refuses inputs that would wait beyond their deadline, by the measured cost of the inputs before them. While nothing
     * waits, nothing is refused, so that new measurements can correct a cost that was measured too high.
     */
    private void refuseWhatWouldBeLate(RequestContext context, List<PendingInput<?>> pendingInputs) {
        if (context.deadline().equals(Instant.MAX) || queue.size(context.lane()) == 0) {
            return;
        }
        double waiting = cost.nanos(queue.tokens(Lane.INTERACTIVE))
                + (context.lane() == Lane.BULK ? cost.nanos(queue.tokens(Lane.BULK)) : 0);
        double own = pendingInputs.stream()
                .mapToDouble(pending -> cost.nanos(pending.model(), pending.tokens()))
                .sum();
        Duration needed = Duration.ofNanos((long) ((waiting + own) / settings.workers()));
        Duration left = Duration.between(clock.instant(), context.deadline());
        if (needed.compareTo(left) > 0) {
            throw new FailureException(
                    FailureCode.OVERLOADED,
                    "The work that waits and this request take about " + seconds(needed)
                            + " s, and the deadline is in " + seconds(left) + " s; try again in about "
                            + seconds(needed.minus(left)) + " s");
        }
    }

    private static long seconds(Duration duration) {
        return Math.max(0, duration.plusMillis(999).toSeconds());
    }

    private <O> CompletableFuture<Answer<O>> future(PendingInput<O> pending) {
        observer.submitted(pending.model(), pending.context().lane(), pending.tokens());
        pending.answer().whenComplete((answer, thrown) -> {
            unanswered.remove(pending);
            if (thrown == null) {
                cost.answered(pending.model(), pending.tokens(), answer.micros());
            } else {
                Drop.of(thrown).ifPresent(cause -> gaveUp(pending, cause));
            }
        });
        return pending.answer();
    }

    private void gaveUp(PendingInput<?> pending, Drop cause) {
        if (cause == Drop.CANCELLED) {
            lock.lock();
            try {
                queue.remove(pending);
            } finally {
                lock.unlock();
            }
        }
        observer.dropped(pending.model(), pending.context().lane(), cause);
    }

    private void work(Worker worker) {
        while (true) {
            Worker.Work work = take(worker);
            if (work == null) {
                worker.closeUnused();
                ended(worker);
                return;
            }
            if (work == NOTHING_FOR_LONG) {
                worker.closeUnused();
            } else {
                worker.perform(work, clock.instant());
            }
        }
    }

    private void ended(Worker worker) {
        lock.lock();
        try {
            alive.remove(worker);
            releases.forEach(release -> release.left().remove(worker));
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Null where the batcher is closed and the thread has nothing under way. */
    private Worker.@Nullable Work take(Worker worker) {
        lock.lock();
        try {
            boolean inTime = true;
            released(worker);
            while (!closed && queue.isEmpty() && !worker.busy()) {
                if (!inTime) {
                    return NOTHING_FOR_LONG;
                }
                inTime = await(worker.holdsSlots());
                released(worker);
            }
            if (closed) {
                return worker.busy() ? new Worker.Work(List.of(), List.of()) : null;
            }
            Instant now = clock.instant();
            List<PendingInput<?>> late = queue.takeExpired(now);
            Worker.Work next = worker.select(queue, now, idle);
            return late.isEmpty() ? next : next.withExpired(late);
        } finally {
            lock.unlock();
        }
    }

    /** False where the slots have been unused for so long that their memory is released. */
    private boolean await(boolean holdsSlots) {
        idle++;
        try {
            if (holdsSlots) {
                return work.awaitNanos(settings.keepCache().toNanos()) > 0;
            }
            work.awaitUninterruptibly();
            return true;
        } catch (InterruptedException e) { // no code interrupts the workers
            return true;
        } finally {
            idle--;
        }
    }
}
