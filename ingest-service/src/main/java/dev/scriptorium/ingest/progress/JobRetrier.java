package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.job.Job;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Retries the failed tasks of a job on request. Results stay. Thread-safe. */
public final class JobRetrier {

    private final OpenDocuments documents;
    private final Duration jobExpiry;
    private final InstantSource clock;

    public JobRetrier(OpenDocuments documents, Duration jobExpiry, InstantSource clock) {
        this.documents = documents;
        this.jobExpiry = jobExpiry;
        this.clock = clock;
    }

    /** Fails with {@code NOT_RETRYABLE} for a job that was stopped, that has expired, or that has no failed task. */
    public void retry(Job job) {
        if (job.state() == State.CANCELLING || job.state() == State.CANCELLED || job.state() == State.EXPIRED) {
            throw notRetryable("The job is " + job.state() + ".");
        }
        if (!job.createdAt().plus(jobExpiry).isAfter(clock.instant())) {
            throw notRetryable("The job was submitted longer ago than a job may take, " + jobExpiry + ".");
        }
        if (retry(job.id()) == 0) {
            throw notRetryable("The job has no failed document.");
        }
    }

    private int retry(JobId job) {
        return documents.reopen(
                job, finished -> finished.hasFailed() ? Optional.of(finished.retriedOnRequest()) : Optional.empty());
    }

    private static FailureException notRetryable(String reason) {
        return new FailureException(FailureCode.NOT_RETRYABLE, reason);
    }
}
