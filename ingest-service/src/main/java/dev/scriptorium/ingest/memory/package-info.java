/** What the translation memory gave to a job. */
@NullMarked
package dev.scriptorium.ingest.memory;

import org.jspecify.annotations.NullMarked;
