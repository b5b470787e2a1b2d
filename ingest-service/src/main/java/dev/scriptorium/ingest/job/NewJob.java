package dev.scriptorium.ingest.job;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.core.trace.TraceParent;
import java.util.List;
import java.util.Optional;

/** A job whose bytes are stored and that is about to be accepted. */
public record NewJob(
        JobId id, String tenant, Wanted wanted, TraceParent trace, Optional<Key> key, List<NewDocument> documents) {

    public NewJob {
        documents = List.copyOf(documents);
    }

    /**
     * A client's name for its request.
     *
     * @param request of all that makes two requests the same
     */
    public record Key(String value, Sha256 request) {}

    /**
     * A document of the job.
     *
     * @param tasks as many as are wanted, in that order
     */
    public record NewDocument(
            DocumentId id,
            String fileName,
            String declaredMediaType,
            Sha256 sha256,
            DataSize size,
            List<TaskId> tasks) {

        public NewDocument {
            tasks = List.copyOf(tasks);
        }

        /** Has nothing to read: it ends at the door, and the job goes on with the others. */
        public boolean isEmpty() {
            return size.toBytes() == 0;
        }
    }
}
