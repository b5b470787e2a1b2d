/** Summaries that a model writes: windows first, then their summaries level by level, each sentence with its sources. */
@NullMarked
package dev.scriptorium.summarizer.abstractive;

import org.jspecify.annotations.NullMarked;
