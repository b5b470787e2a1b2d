package dev.scriptorium.inference.batching;

import java.time.Duration;

/** Told about every call of a model, from the thread that made it. */
@FunctionalInterface
public interface BatchObserver {

    BatchObserver NONE = batch -> {};

    void ran(BatchRun batch);

    /**
     * A call that succeeded.
     *
     * @param tokens of all inputs, without padding
     * @param paddedTokens inputs times the longest of them
     */
    record BatchRun(String model, Lane lane, int items, int tokens, int paddedTokens, Duration time) {}
}
