package dev.scriptorium.ingest.extraction;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;

/**
 * Tells the job how extraction goes on, and extraction whether it is still wanted. Costs next to nothing per call: news
 * is written behind in batches, and is for people only. Losing some changes no result. Safe for use by many threads.
 */
public interface ExtractionProgress {

    /** The document is worked on and its type is known by its content. */
    void detected(DocumentId document, String mediaType);

    /** False once the job was cancelled or has expired: its documents need no more work. Known within about a second. */
    boolean stillWanted(JobId job);
}
