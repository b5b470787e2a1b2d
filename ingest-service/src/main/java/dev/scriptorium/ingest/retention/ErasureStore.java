package dev.scriptorium.ingest.retention;

import dev.scriptorium.core.document.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Erases jobs and keeps the proofs. A tenant's jobs and proofs do not exist for another tenant. Safe for use by many threads. */
public interface ErasureStore {

    /**
     * Deletes a finished job with its documents, tasks, results, events and idempotency key, and stores the proof, all or
     * nothing. Fails with {@code JOB_OPEN} while it is not finished. Empty where there is no such job.
     *
     * @param id of the proof
     */
    Optional<Erasure> erase(String tenant, JobId job, Erasure.Reason reason, UUID id);

    /** Proofs, the newest first, those after the given one; at most {@code limit}. */
    List<Erasure> list(String tenant, Optional<UUID> after, int limit);

    /** Jobs that finished before that time, the oldest first; at most {@code limit}. */
    List<Finished> finishedBefore(Instant time, int limit);

    /** A finished job of some tenant. */
    record Finished(String tenant, JobId job) {}
}
