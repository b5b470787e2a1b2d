/** Accepts jobs: checks what is asked for, stores the documents, and refuses work while there is no room. */
@NullMarked
package dev.scriptorium.ingest.submission;

import org.jspecify.annotations.NullMarked;
