package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Told what goes through the models, from the threads that run them: an implementation is short and thread-safe. */
@FunctionalInterface
public interface BatchObserver {

    BatchObserver NONE = batch -> {};

    /** Why an input was not answered. */
    enum Drop {
        /** Its deadline passed. */
        DEADLINE,
        /** Its caller does not wait any more. */
        CANCELLED,
        /** The service stops. */
        STOP;

        /** Empty for a failure of the input itself. */
        static Optional<Drop> of(Throwable thrown) {
            if (thrown instanceof CancellationException) {
                return Optional.of(CANCELLED);
            }
            return switch (FailureException.of(thrown).code()) {
                case DEADLINE_EXCEEDED -> Optional.of(DEADLINE);
                case SHUTTING_DOWN -> Optional.of(STOP);
                default -> Optional.empty();
            };
        }
    }

    /** An input was taken. */
    default void submitted(String model, Lane lane, int tokens) {}

    /** An input was given up, in the queue or in the model. */
    default void dropped(String model, Lane lane, Drop cause) {}

    /** A batch was answered at once. */
    void ran(BatchRun batch);

    /** An input left the queue for a model. */
    default void dequeued(String model, Lane lane, Duration time) {}

    /** Inputs joined those that a model is writing. */
    default void prefilled(Prefill prefilled) {}

    /** The first token of an input was written. */
    default void firstToken(String model, Lane lane, Duration sinceItCame) {}

    /** One token of every input in a set of slots was written. */
    default void decoded(DecodeStep step) {}

    /** A text is done. */
    default void generated(String model, Lane lane, int tokens) {}

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
    record Prefill(String model, int items, int tokens, int paddedTokens, Duration time) {}

    /**
     * @param items inputs that are written
     * @param capacity inputs that could be
     */
    record DecodeStep(String model, int items, int capacity, Duration time) {}
}
