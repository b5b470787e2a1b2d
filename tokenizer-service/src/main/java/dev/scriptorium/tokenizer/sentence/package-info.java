/** Where sentences end, and where a sentence that no model takes is cut. */
@NullMarked
package dev.scriptorium.tokenizer.sentence;

import org.jspecify.annotations.NullMarked;
