package dev.scriptorium.core.lifecycle;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Where a job, a document or a task stands. */
public enum State {
    /** Accepted, not yet worked on, or waiting for its next attempt. */
    QUEUED,
    RUNNING,
    /** A job whose cancellation was asked for and whose documents are being stopped. */
    CANCELLING,

    SUCCEEDED,
    /** Some of it succeeded and some did not. */
    PARTIAL,
    FAILED,
    /** Stopped on request; what was done before is kept. */
    CANCELLED,
    /** Not done within the time that a job may take; what was done before is kept. */
    EXPIRED,
    /** Refused before any work. */
    REJECTED;

    private static final Set<State> OVER = EnumSet.of(SUCCEEDED, PARTIAL, FAILED, CANCELLED, EXPIRED, REJECTED);

    /** Whether this state is the last one. */
    public boolean isOver() {
        return OVER.contains(this);
    }

    /**
     * The last state of a whole from the last states of its parts: all alike, that one; where something was stopped,
     * why; else partial.
     */
    public static State ofAll(Collection<State> parts) {
        if (parts.isEmpty() || !OVER.containsAll(parts)) {
            throw new IllegalArgumentException("a whole is over when it has parts and all are over: " + parts);
        }
        Set<State> distinct = EnumSet.copyOf(parts);
        if (distinct.size() == 1) {
            return distinct.iterator().next();
        }
        if (distinct.contains(CANCELLED)) {
            return CANCELLED;
        }
        return distinct.contains(EXPIRED) ? EXPIRED : PARTIAL;
    }
}
