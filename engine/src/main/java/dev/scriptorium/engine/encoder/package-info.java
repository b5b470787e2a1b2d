/** BERT and its family as encoders: sentence embeddings, classification of texts and of their tokens. */
@NullMarked
package dev.scriptorium.engine.encoder;

import org.jspecify.annotations.NullMarked;
