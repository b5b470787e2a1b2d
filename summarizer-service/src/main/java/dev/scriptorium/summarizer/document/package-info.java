/** Summaries of documents, gathered part by part. */
@NullMarked
package dev.scriptorium.summarizer.document;

import org.jspecify.annotations.NullMarked;
