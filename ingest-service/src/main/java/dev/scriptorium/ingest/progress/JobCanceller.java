package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.StopReason;
import jakarta.inject.Singleton;
import java.util.List;

/** Stops what is left of a job, some documents at a time. What is done stays. Can be repeated after a crash. */
@Singleton
public final class JobCanceller {

    private static final int BATCH_SIZE = 1_000;

    private final OpenDocuments documents;

    public JobCanceller(OpenDocuments documents) {
        this.documents = documents;
    }

    public void stop(JobId job, StopReason reason) {
        List<DocumentId> open;
        do {
            open = documents.of(job, BATCH_SIZE);
            documents.change(open, (state, now) -> Change.to(state.stopped(reason)));
        } while (!open.isEmpty());
    }
}
