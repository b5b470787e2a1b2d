package dev.scriptorium.inference.batching;

import java.time.Duration;

/**
 * How a {@link Batcher} works.
 *
 * @param executors threads that run models
 * @param queueCapacity the most inputs that wait in a lane
 * @param interactiveBurst interactive batches in a row while bulk work waits
 * @param openSlots models, or kinds of call of one model, that a thread writes with at one time
 * @param keepSlots how long a thread without work keeps the memory of its slots
 * @param stopGrace how long a stop lets the workers finish what they have begun
 * @param stopTimeout how long it then waits for calls that are inside a model, when all inputs are given up
 */
public record BatcherSettings(
        int executors,
        BatchLimits limits,
        int queueCapacity,
        int interactiveBurst,
        int openSlots,
        Duration keepSlots,
        Duration stopGrace,
        Duration stopTimeout) {

    /** Stops as the service does unless it is configured. */
    public BatcherSettings(
            int executors,
            BatchLimits limits,
            int queueCapacity,
            int interactiveBurst,
            int openSlots,
            Duration keepSlots) {
        this(
                executors,
                limits,
                queueCapacity,
                interactiveBurst,
                openSlots,
                keepSlots,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }

    public BatcherSettings {
        if (executors < 1) {
            throw new IllegalArgumentException("executors must be at least 1 but is " + executors);
        }
        if (openSlots < 1) {
            throw new IllegalArgumentException("openSlots must be at least 1 but is " + openSlots);
        }
    }
}
