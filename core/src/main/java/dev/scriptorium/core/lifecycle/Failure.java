package dev.scriptorium.core.lifecycle;

import dev.scriptorium.core.failure.FailureCode;

/**
 * Why something failed.
 *
 * @param code the name of a {@link FailureCode}, of this version or of a newer one
 * @param reason one plain sentence for a person, without text of the document
 * @param stage which stage gave up, for example {@code extraction}
 * @param retryable whether the same work can succeed when it is tried again
 */
public record Failure(String code, String reason, String stage, boolean retryable) {

    public static Failure of(FailureCode code, String reason, String stage) {
        return new Failure(code.name(), reason, stage, code.retryable());
    }
}
