package dev.scriptorium.ingest.job;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.core.lifecycle.JobState;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.webhook.JobWebhook;
import java.util.List;
import java.util.Optional;

/**
 * A job that is about to be accepted; the bytes of its documents are stored.
 *
 * @param rerunOf the job whose documents it has; empty where they were sent with it
 * @param webhook what is told of its events
 */
public record NewJob(
        JobId id,
        String tenant,
        RequestedTasks wanted,
        TraceParent trace,
        Optional<Key> key,
        Optional<JobId> rerunOf,
        Optional<JobWebhook> webhook,
        List<NewDocument> documents) {

    public NewJob {
        documents = List.copyOf(documents);
    }

    /** Its first state. */
    public JobState state() {
        return JobState.submitted(id, documents.stream().map(NewDocument::state).toList());
    }

    /**
     * A client's name for its request.
     *
     * @param request digest of all that makes two requests the same
     */
    public record Key(String value, Sha256 request) {}

    /**
     * A document of the job.
     *
     * @param customId the client's own name for it, unique in its job; may be empty
     * @param language as declared; empty: to be detected
     * @param tasks one for each requested task, in that order
     */
    public record NewDocument(
            DocumentId id,
            String customId,
            String fileName,
            String declaredMediaType,
            String language,
            StoredBlob blob,
            List<TaskId> tasks) {

        public NewDocument {
            tasks = List.copyOf(tasks);
        }

        /** Its first state. */
        public DocumentState state() {
            return blob.size().toBytes() == 0
                    ? DocumentState.submittedEmpty(id, tasks)
                    : DocumentState.submitted(id, tasks);
        }
    }
}
