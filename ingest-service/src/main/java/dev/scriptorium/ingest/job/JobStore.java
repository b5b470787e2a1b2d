package dev.scriptorium.ingest.job;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps jobs, documents and tasks. A tenant's things do not exist for another tenant. Safe for use by many threads; fails
 * with {@link FailureException}.
 */
public interface JobStore {

    /**
     * Makes the job and the events about its documents durable, all or nothing. Where the tenant used the key before for
     * the same request, the answer is that request's job and nothing is stored; fails with
     * {@code IDEMPOTENCY_KEY_REUSED} where it was used for another one.
     */
    JobId accept(NewJob job);

    Optional<Job> find(String tenant, JobId job);

    /** In the filter's order, those after the given one; at most {@code limit}. */
    List<Job> list(String tenant, JobFilter filter, Optional<JobId> after, int limit);

    /** In their order, from a position on; at most {@code limit}. */
    List<Document> documents(String tenant, JobId job, DocumentFilter filter, int fromPosition, int limit);

    Optional<Document> document(String tenant, DocumentId document);

    /** A tenant's failed tasks by code and stage, the most frequent first. */
    List<FailureCount> failures(String tenant);

    /** Those of the digests that some document has. */
    Set<Sha256> referenced(Set<Sha256> digests);

    /** Sets a job to cancelling; false where it is finished already or does not exist. Its documents are stopped by {@link dev.scriptorium.ingest.progress.JobCanceller}. */
    boolean cancel(String tenant, JobId job);
}
