package dev.scriptorium.inference.batching;

import java.time.Duration;

/**
 * How a {@link Batcher} works.
 *
 * @param executors workers: threads that run models
 * @param queueCapacity the most inputs that wait in a lane
 * @param interactiveBurst interactive batches in a row while bulk work waits
 * @param openSlots models, or kinds of call of one model, that a worker generates with at one time
 * @param keepSlots how long an idle worker keeps its KV caches
 * @param stopGrace how long a stop lets the workers finish what they have begun
 * @param stopTimeout how long it then waits for calls that are inside a model, when all inputs are given up
 */
public record BatcherSettings(
        int workers,
        BatchLimits limits,
        int queueCapacity,
        int interactiveBurst,
        int activeBatches,
        Duration keepCache,
        Duration stopGrace,
        Duration stopTimeout) {

    /** Stops as the service does unless it is configured. */
    public BatcherSettings(
            int workers,
            BatchLimits limits,
            int queueCapacity,
            int interactiveBurst,
            int activeBatches,
            Duration keepCache) {
        this(
                workers,
                limits,
                queueCapacity,
                interactiveBurst,
                activeBatches,
                keepCache,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }

    public BatcherSettings {
        if (workers < 1) {
            throw new IllegalArgumentException("executors must be at least 1 but is " + workers);
        }
        if (activeBatches < 1) {
            throw new IllegalArgumentException("openSlots must be at least 1 but is " + activeBatches);
        }
    }
}
