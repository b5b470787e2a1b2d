package dev.scriptorium.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How far a job, a document or a task is. */
public enum State {
    QUEUED(false),
    RUNNING(false),
    CANCELLING(false),
    SUCCEEDED(true),
    /** Some of its parts succeeded. */
    PARTIAL(true),
    FAILED(true),
    CANCELLED(true),
    EXPIRED(true),
    /** One that this client does not know. */
    @JsonEnumDefaultValue
    UNKNOWN(false);

    private final boolean finished;

    State(boolean finished) {
        this.finished = finished;
    }

    public boolean isFinished() {
        return finished;
    }
}
