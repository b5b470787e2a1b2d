package dev.scriptorium.ingest.usage;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import java.util.List;

/** Sums up what stored results took. An attempt without a result is not in it. Safe for use by many threads. */
public interface UsageReader {

    /** One for each task with a result, in the order of their names. */
    List<TaskUsage> ofJob(JobId job);

    /** As {@link #ofJob}. */
    List<TaskUsage> ofDocument(DocumentId document);
}
