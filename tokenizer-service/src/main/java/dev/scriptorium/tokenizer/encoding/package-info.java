/** Token ids and token windows. */
@NullMarked
package dev.scriptorium.tokenizer.encoding;

import org.jspecify.annotations.NullMarked;
