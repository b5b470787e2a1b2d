package dev.scriptorium.inference.remote;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets so many requests to a model go at one time, in their order, and so many wait. Thread-safe. */
final class Turns {

    private final String model;
    private final int most;
    private final int waitingMost;
    private final Semaphore free;
    private final AtomicInteger admitted = new AtomicInteger();

    Turns(String model, int most, int waitingMost) {
        this.model = model;
        this.most = most;
        this.waitingMost = waitingMost;
        this.free = new Semaphore(most, true);
    }

    /**
     * Waits for a turn, which {@link #release} ends.
     *
     * @throws FailureException {@code OVERLOADED} or {@code DEADLINE_EXCEEDED}
     */
    void take(Instant deadline, Clock clock) throws InterruptedException {
        if (admitted.incrementAndGet() > most + (long) waitingMost) {
            admitted.decrementAndGet();
            throw new FailureException(
                    FailureCode.OVERLOADED,
                    waitingMost + " requests wait for the remote model " + model
                            + "; scriptorium.inference.remote.queue-capacity allows no more");
        }
        boolean taken = false;
        try {
            Duration left = Duration.between(clock.instant(), deadline);
            taken = free.tryAcquire(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } finally {
            if (!taken) {
                admitted.decrementAndGet();
            }
        }
        if (!taken) {
            throw new FailureException(
                    FailureCode.DEADLINE_EXCEEDED, "The remote model " + model + " was busy until the deadline");
        }
    }

    void release() {
        free.release();
        admitted.decrementAndGet();
    }
}
