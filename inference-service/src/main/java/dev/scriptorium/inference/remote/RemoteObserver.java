package dev.scriptorium.inference.remote;

import dev.scriptorium.core.failure.FailureCode;
import java.time.Duration;
import java.util.Optional;

/** Learns what is asked of remote models. Thread-safe. */
public interface RemoteObserver {

    /** A request was answered or failed, with all its attempts. */
    void ended(String model, Duration time, Optional<FailureCode> failure);

    /** An attempt failed and another one follows. */
    void repeated(String model);

    /** What the server says that an answer took. */
    void used(String model, long promptTokens, long completionTokens);
}
