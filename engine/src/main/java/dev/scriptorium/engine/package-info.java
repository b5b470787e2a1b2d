/**
 * The inference engine: reads models as published on Hugging Face, builds ONNX graphs for them and runs these, all in Java.
 *
 * <p>This package is the API, with {@code loading.OnnxModelLoader} as its entry point; the README of the module has an
 * example. The other subpackages are internal; each holds one concern: {@code files} (weights), {@code onnx} (sessions,
 * graphs, custom operators), {@code kernels} (the loops of custom operators), {@code layers}, {@code encoder},
 * {@code seq2seq}, {@code causal} (decoder-only models), {@code constraint} (answers in a given form), {@code search} (greedy, beams, sampling, logits processors), {@code batch} and {@code phrases}. Nothing
 * here depends on Quarkus, Kafka or gRPC. Every expected failure is a
 * {@link dev.scriptorium.core.failure.FailureException}.
 */
@NullMarked
package dev.scriptorium.engine;

import org.jspecify.annotations.NullMarked;
