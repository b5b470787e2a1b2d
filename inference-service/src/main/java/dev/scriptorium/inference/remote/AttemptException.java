package dev.scriptorium.inference.remote;

import dev.scriptorium.core.failure.FailureException;
import java.time.Duration;
import java.util.Optional;

/** An attempt that failed in a way that may pass. */
final class AttemptException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient FailureException failure;
    private final transient Optional<Duration> retryAfter;

    /** @param retryAfter how long the server asks to wait */
    AttemptException(FailureException failure, Optional<Duration> retryAfter) {
        super(failure);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    /** What the request fails with where no attempt is left. */
    FailureException failure() {
        return failure;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
