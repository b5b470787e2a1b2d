package dev.scriptorium.ingest.retention;

import dev.scriptorium.core.document.JobId;
import java.time.Instant;
import java.util.UUID;

/**
 * The proof that a job was erased.
 *
 * @param results rows: a summary, a classification or a part of a translation
 * @param bytes of its documents as they were submitted
 */
public record Erasure(
        UUID id, JobId job, Reason reason, int documents, int tasks, int results, long bytes, Instant at) {

    /** Why a job was erased. */
    public enum Reason {
        REQUEST,
        /** It was finished for longer than jobs are kept. */
        RETENTION
    }
}
