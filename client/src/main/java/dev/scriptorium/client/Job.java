package dev.scriptorium.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job.
 *
 * @param progress from 0 to 1, the share of tasks that are done
 * @param expectedEnd null while nothing is known of it
 * @param rerunOf the job whose documents it has; null for one that was submitted
 * @param finishedAt null while the job is open
 */
public record Job(
        String id,
        State state,
        Counts documents,
        double progress,
        @Nullable Instant expectedEnd,
        @Nullable String rerunOf,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /** Finished documents by state; the total counts the unfinished ones, too. */
    public record Counts(int total, int succeeded, int partial, int failed, int cancelled, int expired) {}
}
