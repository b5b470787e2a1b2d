package dev.scriptorium.inference.batching;

import java.time.Instant;

/**
 * For whom a call is made.
 *
 * @param deadline after it nobody waits for the answer; {@link Instant#MAX} where there is none
 */
public record Origin(Lane lane, String tenantId, Instant deadline) {}
