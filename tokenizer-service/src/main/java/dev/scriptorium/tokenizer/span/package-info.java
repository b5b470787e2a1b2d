/** The stretches of a text that no model may change. */
@NullMarked
package dev.scriptorium.tokenizer.span;

import org.jspecify.annotations.NullMarked;
