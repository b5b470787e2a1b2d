package dev.scriptorium.memory.glossary;

import java.time.Instant;

/** A term of the glossary. */
public record StoredTerm(long id, Term term, Instant changedAt) {}
