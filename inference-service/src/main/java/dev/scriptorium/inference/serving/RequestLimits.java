package dev.scriptorium.inference.serving;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/**
 * What one request may hold.
 *
 * @param inputs the most inputs
 * @param inputCharacters the most characters of one input
 */
public record RequestLimits(int inputs, int inputCharacters) {

    void checkInputs(int count) {
        if (count == 0) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The request has no inputs");
        }
        if (count > inputs) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED, "The request has " + count + " inputs; the most is " + inputs);
        }
    }
}
