package dev.scriptorium.memory;

/**
 * The unit that counts for a segment.
 *
 * @param inContext whether the segments before and after are the same too
 * @param score of the models that made it, the mean log-probability of a token; 0 of others
 */
public record MemoryMatch(UnitOrigin origin, boolean inContext, String target, float score) {}
