package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Observes batches and sequences. The worker threads call it, so an implementation must be fast and thread-safe. */
@FunctionalInterface
public interface BatchObserver {

    BatchObserver NONE = batch -> {};

    /** Why an input was not answered. */
    enum Drop {
        /** Its deadline passed. */
        DEADLINE,
        /** Its caller cancelled it. */
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

    /** An input was accepted. */
    default void submitted(String model, Lane lane, int tokens) {}

    /** An input was dropped, from the queue or from the model. */
    default void dropped(String model, Lane lane, Drop cause) {}

    /** A batch of an encoder was answered. */
    void ran(BatchRun batch);

    /** An input left the queue for a model. */
    default void dequeued(String model, Lane lane, Duration time) {}

    /** Sequences were admitted to a decoding batch. */
    default void prefilled(Prefill prefilled) {}

    /** The first token of a sequence was generated. */
    default void firstToken(String model, Lane lane, Duration sinceItCame) {}

    /** A decode step generated one token for every sequence of a decoding batch. */
    default void decoded(DecodeStep step) {}

    /** A sequence is complete. */
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
     * Sequences that were admitted together.
     *
     * @param tokens of all inputs, without padding
     * @param paddedTokens inputs times the longest of them
     */
    record Prefill(String model, int items, int tokens, int paddedTokens, Duration time) {}

    /**
     * @param items sequences of the decoding batch
     * @param capacity sequences that it has slots for
     */
    record DecodeStep(String model, int items, int capacity, Duration time) {}
}
