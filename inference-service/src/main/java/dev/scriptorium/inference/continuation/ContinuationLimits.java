package dev.scriptorium.inference.continuation;

import dev.scriptorium.engine.CausalBatch;
import java.time.Duration;

/**
 * What the worker of one model may hold.
 *
 * @param batch sequences and tokens that are in memory
 * @param waiting requests that wait for room
 * @param keepCache how long an idle worker keeps its keys and values
 */
public record ContinuationLimits(CausalBatch.Limits batch, int waiting, Duration keepCache) {}
