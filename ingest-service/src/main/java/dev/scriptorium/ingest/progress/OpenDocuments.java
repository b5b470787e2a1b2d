package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.ingest.job.FailureFilter;
import dev.scriptorium.ingest.job.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The documents of open jobs. Safe for use by many threads and processes: a document is changed by one at a time.
 * Fails with {@link FailureException}, {@code DEPENDENCY_UNAVAILABLE} where trying again later helps.
 */
public interface OpenDocuments {

    /**
     * Gives each of the documents that is open, with the present time, to the decision, and stores what it says: states,
     * results, the job's counts, and an event for each further attempt, all or nothing. The decision may be asked anew
     * for all of them.
     */
    void change(Collection<DocumentId> documents, BiFunction<DocumentState.Open, Instant, Change> decision);

    /**
     * Opens the failed documents of a job again that the decision opens, with their failed tasks alone, and stores the job as
     * open, all or nothing. The decision is given what each task is for. The number of documents.
     */
    int reopen(
            JobId job,
            BiFunction<DocumentState.Finished, Map<TaskId, TaskSpec>, Optional<DocumentState.Queued>> decision);

    /**
     * Opens all documents of a finished job again with further tasks, all or nothing. Fails with {@code NOT_RETRYABLE} while
     * the job is open, and with {@code BAD_REQUEST} where it has one of the tasks.
     */
    void add(JobId job, List<TaskSpec> tasks, Supplier<TaskId> ids);

    /** Jobs of a tenant that have such failures, were not stopped and were accepted after that time, the oldest first. */
    List<JobId> withFailures(String tenant, FailureFilter which, Instant acceptedAfter);

    /** Those that wait for a further attempt whose time has come. */
    List<DocumentId> due(int limit);

    /**
     * Those without progress for longer than the lease, doubled for each attempt, that are probably lost: later ones have
     * come through since, or nothing has for a whole lease, counted from {@code quietSince} at the earliest.
     */
    List<Stalled> stalled(Duration lease, Instant quietSince, int limit);

    /** Those of a job. */
    List<DocumentId> of(JobId job, int limit);

    /** Jobs that were cancelled and still have open documents. */
    List<JobId> cancelling();

    /** Open jobs that were accepted longer ago than that. */
    List<JobId> olderThan(Duration age);

    /**
     * A document without progress.
     *
     * @param attempt the one that makes none
     */
    record Stalled(DocumentId document, int attempt) {}
}
