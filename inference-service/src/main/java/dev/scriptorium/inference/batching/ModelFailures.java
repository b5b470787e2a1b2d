package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/** What a model's failure on a single input is to its caller. */
final class ModelFailures {

    private ModelFailures() {}

    static FailureException of(PendingInput<?> pending, Throwable thrown) {
        String model = pending.call().model();
        if (thrown instanceof OutOfMemoryError) {
            return new FailureException(
                    FailureCode.MODEL_OUT_OF_MEMORY,
                    "The model " + model + " has not enough memory for an input of " + pending.tokens() + " tokens",
                    thrown);
        }
        FailureException failure = FailureException.of(thrown);
        return failure.code() == FailureCode.INTERNAL
                ? new FailureException(
                        FailureCode.MODEL_FAILED,
                        "The model " + model + " failed on an input of " + pending.tokens() + " tokens",
                        thrown)
                : failure;
    }

    static FailureException late() {
        return new FailureException(FailureCode.DEADLINE_EXCEEDED, "The deadline passed before the answer was there");
    }

    static FailureException closing() {
        return new FailureException(FailureCode.SHUTTING_DOWN, "The service is stopping");
    }
}
