package dev.scriptorium.ingest.memory;

/**
 * Where the segments of a job were found for one target language, as far as they are translated. Segments that stand
 * unchanged count in none.
 */
public record Leverage(String language, long fresh, long repeated, long exact, long inContext) {}
