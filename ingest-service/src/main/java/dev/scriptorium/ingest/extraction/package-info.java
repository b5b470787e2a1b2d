/** The first stage: takes a document's bytes from the blob store and gives its text, in blocks with their places. */
@NullMarked
package dev.scriptorium.ingest.extraction;

import org.jspecify.annotations.NullMarked;
