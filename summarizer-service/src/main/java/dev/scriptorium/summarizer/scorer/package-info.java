/** Reads the model that scores sentences from its folder. */
@NullMarked
package dev.scriptorium.summarizer.scorer;

import org.jspecify.annotations.NullMarked;
