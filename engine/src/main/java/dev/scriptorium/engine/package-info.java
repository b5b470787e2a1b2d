/**
 * The inference engine: models as published on Hugging Face, read, compiled to ONNX graphs and run, all in Java.
 *
 * <p>This package is the port that the serving side uses; its subpackages hold one concern each ({@code files},
 * {@code onnx}, {@code tokenizer}, {@code search}, {@code seq2seq}, {@code encoder}). Nothing here knows Quarkus, Kafka or
 * gRPC. Every expected failure is a {@link dev.scriptorium.core.failure.FailureException}.
 */
@NullMarked
package dev.scriptorium.engine;

import org.jspecify.annotations.NullMarked;
