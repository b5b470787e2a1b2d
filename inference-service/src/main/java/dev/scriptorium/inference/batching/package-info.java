/**
 * Many small inputs become few large calls of a model: by token budget, interactive work first, fair between tenants,
 * no waiting while an executor is idle. {@link dev.scriptorium.inference.batching.BatchQueue} decides and knows no
 * thread; {@link dev.scriptorium.inference.batching.Batcher} has the threads and decides nothing.
 */
@NullMarked
package dev.scriptorium.inference.batching;

import org.jspecify.annotations.NullMarked;
