package dev.scriptorium.inference.batching;

/** Which queue an input waits in. Interactive work overtakes bulk work. */
public enum Lane {
    INTERACTIVE,
    BULK
}
