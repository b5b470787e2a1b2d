package dev.scriptorium.core.lifecycle;

import dev.scriptorium.core.document.TaskId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The life of a task. Only an open one can change. */
public sealed interface TaskLife {

    TaskId id();

    State state();

    static Open queued(TaskId id) {
        return new Open(id, Collections.emptySortedSet());
    }

    /**
     * Its result is not complete.
     *
     * @param parts the parts of the result that are there
     */
    record Open(TaskId id, SortedSet<Integer> parts) implements TaskLife {

        public Open {
            parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
        }

        @Override
        public State state() {
            return parts.isEmpty() ? State.QUEUED : State.RUNNING;
        }

        /** A part of the result arrived, perhaps not for the first time. */
        public TaskLife completed(int part, int partCount) {
            if (part < 0 || part >= partCount) {
                throw new IllegalArgumentException("a part is counted from 0 to below " + partCount + ": " + part);
            }
            if (parts.contains(part)) {
                return this;
            }
            TreeSet<Integer> more = new TreeSet<>(parts);
            more.add(part);
            return more.size() == partCount ? new Closed(id, State.SUCCEEDED, null) : new Open(id, more);
        }

        public Closed failed(Failure failure) {
            return new Closed(id, State.FAILED, failure);
        }

        public Closed stopped(Stop stop) {
            return new Closed(id, stop.state(), null);
        }
    }

    /** Over. */
    record Closed(TaskId id, State state, @Nullable Failure failure) implements TaskLife {

        public Closed {
            if (!state.isOver()) {
                throw new IllegalArgumentException("not a last state: " + state);
            }
        }
    }
}
