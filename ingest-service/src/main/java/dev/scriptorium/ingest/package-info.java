/** The door: jobs in, documents through the pipeline, results out. */
@NullMarked
package dev.scriptorium.ingest;

import org.jspecify.annotations.NullMarked;
