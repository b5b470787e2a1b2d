package dev.scriptorium.core.failure;

/** Who has to act on a failure. */
public enum Blame {
    /** The request or the document: sending the same again fails again. */
    USER,
    /** This process was set up wrongly: another one, or this one once it is mended, can do the same work. */
    OPERATOR,
    /** A limit of this installation: later, or with more of it, the same request succeeds. */
    CAPACITY,
    /** A server that this service depends on. */
    DEPENDENCY,
    /** A defect of ours. */
    INTERNAL
}
