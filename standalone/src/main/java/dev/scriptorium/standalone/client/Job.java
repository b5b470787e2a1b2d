package dev.scriptorium.standalone.client;

import dev.scriptorium.core.lifecycle.State;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as the API shows it.
 *
 * @param progress from 0 to 1, by tasks
 * @param expectedEnd null while nothing is known of it
 * @param finishedAt null while the job is open
 */
public record Job(
        String id,
        State state,
        double progress,
        Counts documents,
        @Nullable Instant expectedEnd,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    private static final Set<State> OPEN = EnumSet.of(State.QUEUED, State.RUNNING, State.CANCELLING);

    /** Documents by terminal state; the others are open. */
    public record Counts(int total, int succeeded, int partial, int failed, int cancelled, int expired) {
        public int ended() {
            return succeeded + partial + failed + cancelled + expired;
        }
    }

    /** Whether the state is a terminal one. */
    public boolean hasEnded() {
        return !OPEN.contains(state);
    }
}
