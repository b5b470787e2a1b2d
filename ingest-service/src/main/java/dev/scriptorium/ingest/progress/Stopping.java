package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.Stop;
import jakarta.inject.Singleton;
import java.util.List;

/** Stops what is left of a job, some documents at a time. What is done stays. Can be repeated after a crash. */
@Singleton
public final class Stopping {

    private static final int TOGETHER = 1_000;

    private final OpenDocuments documents;

    public Stopping(OpenDocuments documents) {
        this.documents = documents;
    }

    public void stop(JobId job, Stop why) {
        List<DocumentId> open;
        do {
            open = documents.of(job, TOGETHER);
            documents.change(open, (life, now) -> Change.to(life.stopped(why)));
        } while (!open.isEmpty());
    }
}
