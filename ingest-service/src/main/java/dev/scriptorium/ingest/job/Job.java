package dev.scriptorium.ingest.job;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.Progress;
import dev.scriptorium.core.lifecycle.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param documents how many it has
 * @param rerunOf the job whose documents it has
 * @param finished how many of them are finished, by their terminal state
 */
public record Job(
        JobId id,
        State state,
        int documents,
        Map<State, Integer> finished,
        Progress progress,
        Usage usage,
        Optional<JobId> rerunOf,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant cancellingAt,
        @Nullable Instant finishedAt) {

    public Job {
        finished = Map.copyOf(finished);
    }

    public int finished(State terminal) {
        return finished.getOrDefault(terminal, 0);
    }

    /** When it ends if it goes on at its pace so far; empty while nothing is done, and once it is finished. */
    public Optional<Instant> expectedEnd(Instant now) {
        return state.isTerminal() ? Optional.empty() : progress.expectedEnd(startedAt, now);
    }

    /** What its results cost so far. */
    public record Usage(long inputTokens, long outputTokens, long modelMicros) {}
}
