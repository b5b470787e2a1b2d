package dev.scriptorium.memory.glossary;

/** What a term asks for. */
public enum TermKind {
    /** The target stands for the source. */
    TERM,
    /** The source stands unchanged. */
    KEEP,
    /** The target must not stand in the translation of a segment that has the source. */
    FORBIDDEN
}
