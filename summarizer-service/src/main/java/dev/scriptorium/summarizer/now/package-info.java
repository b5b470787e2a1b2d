/** One short text, summarized at once. */
@NullMarked
package dev.scriptorium.summarizer.now;

import org.jspecify.annotations.NullMarked;
