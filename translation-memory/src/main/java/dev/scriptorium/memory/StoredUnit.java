package dev.scriptorium.memory;

import java.time.Instant;

/**
 * A unit of the memory.
 *
 * @param similarity of its source to the text that was searched for, from 0 to 1; 1 where none was
 */
public record StoredUnit(long id, MemoryUnit unit, Instant changedAt, float similarity) {}
