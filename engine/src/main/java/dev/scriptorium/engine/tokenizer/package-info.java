/** Texts to ids and back, with the same ids as transformers. */
@NullMarked
package dev.scriptorium.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
