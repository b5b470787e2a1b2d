package dev.scriptorium.core.lifecycle;

import dev.scriptorium.core.document.TaskId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The state of a task. Only an open one can change. */
public sealed interface TaskState {

    TaskId id();

    State state();

    /** The failure that ended it. */
    default Optional<Failure> failure() {
        return this instanceof Failed failed ? Optional.of(failed.cause()) : Optional.empty();
    }

    static Open queued(TaskId id) {
        return new Open(id, Collections.emptySortedSet());
    }

    /** The terminal state with this name, as it was stored. */
    static TaskState terminal(TaskId id, State state, Optional<Failure> failure) {
        return switch (state) {
            case SUCCEEDED -> new Succeeded(id);
            case FAILED ->
                new Failed(
                        id,
                        failure.orElseThrow(() -> new IllegalArgumentException("a failed task has a failure: " + id)));
            case CANCELLED -> new Stopped(id, StopReason.CANCEL);
            case EXPIRED -> new Stopped(id, StopReason.EXPIRE);
            case QUEUED, RUNNING, CANCELLING, PARTIAL ->
                throw new IllegalArgumentException("not a terminal state of a task: " + state);
        };
    }

    /**
     * Its result is not complete.
     *
     * @param parts the parts of the result that arrived
     */
    record Open(TaskId id, SortedSet<Integer> parts) implements TaskState {

        public Open {
            parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
        }

        @Override
        public State state() {
            return parts.isEmpty() ? State.QUEUED : State.RUNNING;
        }

        /** A part of the result arrived, perhaps not for the first time. */
        public TaskState completed(int part, int partCount) {
            if (part < 0 || part >= partCount) {
                throw new IllegalArgumentException("a part is counted from 0 to below " + partCount + ": " + part);
            }
            if (parts.contains(part)) {
                return this;
            }
            TreeSet<Integer> more = new TreeSet<>(parts);
            more.add(part);
            return more.size() == partCount ? new Succeeded(id) : new Open(id, more);
        }

        public Failed failed(Failure failure) {
            return new Failed(id, failure);
        }

        public Stopped stopped(StopReason reason) {
            return new Stopped(id, reason);
        }
    }

    /** All parts of its result are there. */
    record Succeeded(TaskId id) implements TaskState {
        @Override
        public State state() {
            return State.SUCCEEDED;
        }
    }

    /** Given up. */
    record Failed(TaskId id, Failure cause) implements TaskState {
        @Override
        public State state() {
            return State.FAILED;
        }
    }

    /** Ended from outside; parts that arrived before are kept. */
    record Stopped(TaskId id, StopReason reason) implements TaskState {
        @Override
        public State state() {
            return reason.state();
        }
    }
}
