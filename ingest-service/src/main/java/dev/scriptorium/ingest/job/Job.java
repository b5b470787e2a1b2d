package dev.scriptorium.ingest.job;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.Progress;
import dev.scriptorium.core.lifecycle.State;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param documents how many it has
 * @param over how many of them are over, by their last state
 */
public record Job(
        JobId id,
        State state,
        int documents,
        Map<State, Integer> over,
        Progress progress,
        Usage usage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant cancellingAt,
        @Nullable Instant finishedAt) {

    public Job {
        over = Map.copyOf(over);
    }

    public int over(State last) {
        return over.getOrDefault(last, 0);
    }

    /** What its results cost so far. */
    public record Usage(long inputTokens, long outputTokens, long modelMicros) {}
}
