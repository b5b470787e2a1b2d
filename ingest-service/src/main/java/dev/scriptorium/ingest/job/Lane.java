package dev.scriptorium.ingest.job;

/** Which queue the work waits in: interactive work overtakes bulk work at every model. */
public enum Lane {
    INTERACTIVE,
    BULK
}
