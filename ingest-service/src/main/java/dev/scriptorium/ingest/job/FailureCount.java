package dev.scriptorium.ingest.job;

import java.time.Instant;

/**
 * How many tasks failed with one code in one stage.
 *
 * @param newest when the last of them failed
 */
public record FailureCount(String code, String stage, long tasks, long documents, long jobs, Instant newest) {}
