package dev.scriptorium.runtime.access;

import dev.scriptorium.core.failure.FailureException;
import java.time.Duration;
import java.util.Optional;

/** Finds out who a caller is, beyond the services' shared token. Called on a worker thread. */
public interface Callers {

    /**
     * The caller with this credential.
     *
     * @throws FailureException CREDENTIALS_REFUSED where there is none
     */
    Caller identify(String credential);

    /** Counts a request. Returns how long the caller has to wait where this is one too many; empty: it is not. */
    default Optional<Duration> count(Caller caller) {
        return Optional.empty();
    }
}
