/** Extractive summaries with citations: gather the vectors of a document's sentences, rank, cite. */
@NullMarked
package dev.scriptorium.summarizer;

import org.jspecify.annotations.NullMarked;
