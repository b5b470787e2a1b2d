package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.document.TimeOrderedId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.job.FailureFilter;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.TaskSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Opens finished documents again on request: failed tasks, or further ones. Results stay. A job is changed as a whole or not
 * at all; over several jobs, what a crash interrupts is done by the same request again. Thread-safe.
 */
public final class JobRetrier {

    private final OpenDocuments documents;
    private final Duration jobExpiry;
    private final InstantSource clock;
    private final RandomGenerator random;

    public JobRetrier(OpenDocuments documents, Duration jobExpiry, InstantSource clock, RandomGenerator random) {
        this.documents = documents;
        this.jobExpiry = jobExpiry;
        this.clock = clock;
        this.random = random;
    }

    /** Fails with {@code NOT_RETRYABLE} for a job that was stopped, that has expired, or that has no such failed task. */
    public void retry(Job job, FailureFilter which) {
        requireTime(job);
        if (reopen(job.id(), which) == 0) {
            throw notRetryable(
                    "The job has no failed document" + (which.equals(FailureFilter.ALL) ? "." : " of that kind."));
        }
    }

    /** Retries the failed tasks of a tenant's jobs, but for those that were stopped or have expired. */
    public Retried retryAll(String tenant, FailureFilter which) {
        int jobs = 0;
        int reopened = 0;
        for (JobId job : documents.withFailures(tenant, which, clock.instant().minus(jobExpiry))) {
            int count = reopen(job, which);
            jobs += count > 0 ? 1 : 0;
            reopened += count;
        }
        return new Retried(jobs, reopened);
    }

    /** Adds tasks to all documents of a finished job; fails with {@code NOT_RETRYABLE} for another one. */
    public void add(Job job, List<TaskSpec> tasks) {
        requireTime(job);
        documents.add(job.id(), tasks, () -> new TaskId(TimeOrderedId.next(clock, random)));
    }

    private int reopen(JobId job, FailureFilter which) {
        return documents.reopen(
                job,
                (finished, tasks) ->
                        finished.retriedOnRequest(failed -> which.matches(tasks.get(failed.id()), failed.cause())));
    }

    private void requireTime(Job job) {
        if (job.state() == State.CANCELLING || job.state() == State.CANCELLED || job.state() == State.EXPIRED) {
            throw notRetryable("The job is " + job.state() + ".");
        }
        if (!job.createdAt().plus(jobExpiry).isAfter(clock.instant())) {
            throw notRetryable("The job was submitted longer ago than a job may take, " + jobExpiry + ".");
        }
    }

    private static FailureException notRetryable(String reason) {
        return new FailureException(FailureCode.NOT_RETRYABLE, reason);
    }

    /** What was opened again. */
    public record Retried(int jobs, int documents) {}
}
