package dev.scriptorium.core.lifecycle;

import dev.scriptorium.core.document.JobId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The state of a job, from its submission to its end. Only an open one can change; it finishes with its last document. */
public sealed interface JobState {

    JobId id();

    State state();

    /** The number of documents. */
    int documents();

    /** How many documents are finished, by their terminal state. */
    Map<State, Integer> finished();

    /** A job that was submitted with these documents; finished where all of them are. */
    static JobState submitted(JobId id, List<? extends DocumentState> documents) {
        List<State> terminal = documents.stream()
                .map(DocumentState::state)
                .filter(State::isTerminal)
                .toList();
        Map<State, Integer> counts = add(Map.of(), terminal);
        return terminal.size() == documents.size()
                ? new Finished(id, documents.size(), counts)
                : new Open(id, State.QUEUED, documents.size(), counts);
    }

    /**
     * Some document is not finished.
     *
     * @param state queued, running or cancelling
     */
    record Open(JobId id, State state, int documents, Map<State, Integer> finished) implements JobState {

        public Open {
            finished = Map.copyOf(finished);
            if (state.isTerminal() || sum(finished) >= documents) {
                throw new IllegalArgumentException(
                        "an open job has an open document: " + id + " " + state + " " + finished + " of " + documents);
            }
        }

        /** A stage works on one of its documents. */
        public Open started() {
            return state == State.QUEUED ? new Open(id, State.RUNNING, documents, finished) : this;
        }

        /** Its open documents are to be stopped. */
        public Open cancelling() {
            return new Open(id, State.CANCELLING, documents, finished);
        }

        /** Documents reached these terminal states; each document is given once. */
        public JobState finish(Collection<State> terminal) {
            Map<State, Integer> more = add(finished, terminal);
            if (sum(more) > documents) {
                throw new IllegalStateException("more documents finished than there are: " + id + " " + more);
            }
            if (sum(more) == documents) {
                return new Finished(id, documents, more);
            }
            return new Open(id, state == State.QUEUED ? State.RUNNING : state, documents, more);
        }

        /** Documents in these terminal states were opened again. */
        public Open reopen(Collection<State> terminal) {
            return new Open(id, state, documents, subtract(id, finished, terminal));
        }
    }

    /** All documents are finished. */
    record Finished(JobId id, int documents, Map<State, Integer> finished) implements JobState {

        public Finished {
            finished = Map.copyOf(finished);
        }

        @Override
        public State state() {
            return State.ofAll(finished.keySet());
        }

        /** Documents in these terminal states, at least one, were opened again. */
        public Open reopen(Collection<State> terminal) {
            return new Open(id, State.RUNNING, documents, subtract(id, finished, terminal));
        }
    }

    private static Map<State, Integer> add(Map<State, Integer> counts, Collection<State> states) {
        Map<State, Integer> sums = new EnumMap<>(State.class);
        sums.putAll(counts);
        states.forEach(state -> sums.merge(state, 1, Integer::sum));
        return sums;
    }

    private static Map<State, Integer> subtract(JobId id, Map<State, Integer> counts, Collection<State> states) {
        Map<State, Integer> rest = new EnumMap<>(State.class);
        rest.putAll(counts);
        for (State state : states) {
            if (rest.getOrDefault(state, 0) < 1) {
                throw new IllegalStateException("no document of the job is in this state: " + id + " " + state);
            }
            rest.merge(state, -1, Integer::sum);
        }
        rest.values().removeIf(count -> count == 0);
        return rest;
    }

    private static int sum(Map<State, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
