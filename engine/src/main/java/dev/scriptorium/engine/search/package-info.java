/**
 * Searching for the best sequence, as {@code generate()} of transformers does it, without knowing what computes the
 * probabilities: {@link dev.scriptorium.engine.search.StepDecoder} is the port to the model.
 */
@NullMarked
package dev.scriptorium.engine.search;

import org.jspecify.annotations.NullMarked;
