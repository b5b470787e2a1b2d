package dev.scriptorium.inference.batching;

/**
 * How a {@link Batcher} works.
 *
 * @param executors threads that call models, each one batch at a time
 * @param queueCapacity the most inputs that wait in a lane
 * @param interactiveBurst interactive batches in a row while bulk work waits
 */
public record BatcherSettings(int executors, BatchLimits limits, int queueCapacity, int interactiveBurst) {

    public BatcherSettings {
        if (executors < 1) {
            throw new IllegalArgumentException("executors must be at least 1 but is " + executors);
        }
    }
}
