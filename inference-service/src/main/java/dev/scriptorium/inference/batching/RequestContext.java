package dev.scriptorium.inference.batching;

import java.time.Instant;

/**
 * The caller of a request: its lane, its tenant and its deadline.
 *
 * @param deadline after it the caller does not wait for the answer; {@link Instant#MAX} where there is none
 */
public record RequestContext(Lane lane, String tenantId, Instant deadline) {}
