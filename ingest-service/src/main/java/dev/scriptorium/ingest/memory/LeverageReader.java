package dev.scriptorium.ingest.memory;

import dev.scriptorium.core.document.JobId;
import java.util.List;

/** Reads the leverage of a job. */
public interface LeverageReader {

    /** One for each target language that has a result, in alphabetical order. */
    List<Leverage> ofJob(JobId job);
}
