/** BERT encoders: sentence embeddings and classification. */
@NullMarked
package dev.scriptorium.inference.engine.bert;

import org.jspecify.annotations.NullMarked;
