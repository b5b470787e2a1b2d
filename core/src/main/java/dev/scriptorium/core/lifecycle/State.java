package dev.scriptorium.core.lifecycle;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** The state of a job, a document or a task. */
public enum State {
    /** Accepted, not yet worked on, or waiting for its next attempt. */
    QUEUED,
    RUNNING,
    /** A job whose documents are being stopped on request. */
    CANCELLING,

    SUCCEEDED,
    /** Some of it succeeded and some did not. */
    PARTIAL,
    FAILED,
    /** Stopped on request; finished results are kept. */
    CANCELLED,
    /** Not done within the time that a job may take; finished results are kept. */
    EXPIRED;

    private static final Set<State> TERMINAL = EnumSet.of(SUCCEEDED, PARTIAL, FAILED, CANCELLED, EXPIRED);

    /** Whether nothing follows this state. */
    public boolean isTerminal() {
        return TERMINAL.contains(this);
    }

    /**
     * The terminal state of a whole from those of its parts: the one that all have; else why some were stopped; else
     * partial.
     */
    public static State ofAll(Collection<State> parts) {
        if (parts.isEmpty() || !TERMINAL.containsAll(parts)) {
            throw new IllegalArgumentException("a whole is finished when it has parts and all are: " + parts);
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
