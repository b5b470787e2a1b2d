package dev.scriptorium.core.failure;

/** Who has to act on a failure. */
public enum Blame {
    /** The request or the document: sending the same again fails again. */
    USER,
    /** A limit of this installation: later, or with more of it, the same request succeeds. */
    CAPACITY,
    /** A server that this service depends on. */
    DEPENDENCY,
    /** A defect of ours. */
    INTERNAL
}
