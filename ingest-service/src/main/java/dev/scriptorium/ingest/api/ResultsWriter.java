package dev.scriptorium.ingest.api;

import java.io.IOException;

/** Writes the results of a job, one document after the other. For one thread. */
interface ResultsWriter {

    void write(DocumentResults results) throws IOException;

    /** Writes what ends the form, so that one that is cut off can be told from a whole one. The stream stays open. */
    void finish() throws IOException;
}
