/** Which of the served languages a text is written in, or none of them. */
@NullMarked
package dev.scriptorium.tokenizer.language;

import org.jspecify.annotations.NullMarked;
