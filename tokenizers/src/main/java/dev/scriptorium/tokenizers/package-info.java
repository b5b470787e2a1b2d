/** Texts to token ids and back, with the same ids as transformers. Used by the engine and by tokenizer-service. */
@NullMarked
package dev.scriptorium.tokenizers;

import org.jspecify.annotations.NullMarked;
