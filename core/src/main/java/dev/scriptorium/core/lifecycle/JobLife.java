package dev.scriptorium.core.lifecycle;

import dev.scriptorium.core.document.JobId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** The life of a job. Only an open one can change; it closes with its last document. */
public sealed interface JobLife {

    JobId id();

    State state();

    /** How many documents are over, by their last state. */
    Map<State, Integer> over();

    static Open queued(JobId id, int documents) {
        return new Open(id, State.QUEUED, documents, Map.of());
    }

    /**
     * Some document is not over.
     *
     * @param state queued, running or cancelling
     * @param documents how many it has
     */
    record Open(JobId id, State state, int documents, Map<State, Integer> over) implements JobLife {

        public Open {
            over = Map.copyOf(over);
            if (state.isOver() || sum(over) >= documents) {
                throw new IllegalArgumentException(
                        "an open job has an open document: " + id + " " + state + " " + over + " of " + documents);
            }
        }

        /** A stage works on one of its documents. */
        public Open started() {
            return state == State.QUEUED ? new Open(id, State.RUNNING, documents, over) : this;
        }

        /** No further document is to be finished. */
        public Open cancelling() {
            return new Open(id, State.CANCELLING, documents, over);
        }

        /** Documents reached their last states: each document is to be told once. */
        public JobLife finished(Collection<State> lastStates) {
            Map<State, Integer> more = new EnumMap<>(State.class);
            more.putAll(over);
            lastStates.forEach(last -> more.merge(last, 1, Integer::sum));
            if (sum(more) > documents) {
                throw new IllegalStateException("more documents over than there are: " + id + " " + more);
            }
            if (sum(more) == documents) {
                return new Closed(id, State.ofAll(more.keySet()), more);
            }
            return new Open(id, state == State.QUEUED ? State.RUNNING : state, documents, more);
        }
    }

    /** Over. */
    record Closed(JobId id, State state, Map<State, Integer> over) implements JobLife {

        public Closed {
            over = Map.copyOf(over);
        }
    }

    private static int sum(Map<State, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
