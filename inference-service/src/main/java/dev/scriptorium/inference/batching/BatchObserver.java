package dev.scriptorium.inference.batching;

import java.time.Duration;

/** Told what goes through the models, from the threads that run them: an implementation is short and thread-safe. */
@FunctionalInterface
public interface BatchObserver {

    BatchObserver NONE = batch -> {};

    /** A batch was answered at once. */
    void ran(BatchRun batch);

    /** An input left the queue for a model. */
    default void waited(String model, Lane lane, Duration time) {}

    /** Inputs joined those that a model is writing. */
    default void joined(Joined joined) {}

    /** The first token of an input was written. */
    default void began(String model, Lane lane, Duration sinceItCame) {}

    /** One token of every input in a set of slots was written. */
    default void stepped(Stepped step) {}

    /** A text is done. */
    default void written(String model, Lane lane, int tokens) {}

    /** Slots of a model were opened or, where the numbers are negative, closed. */
    default void slots(String model, int opened) {}

    /**
     * A call that succeeded.
     *
     * @param tokens of all inputs, without padding
     * @param paddedTokens inputs times the longest of them
     */
    record BatchRun(String model, Lane lane, int items, int tokens, int paddedTokens, Duration time) {}

    /**
     * Inputs that joined together.
     *
     * @param tokens of all inputs, without padding
     * @param paddedTokens inputs times the longest of them
     */
    record Joined(String model, int items, int tokens, int paddedTokens, Duration time) {}

    /**
     * @param items inputs that are written
     * @param capacity inputs that could be
     */
    record Stepped(String model, int items, int capacity, Duration time) {}
}
