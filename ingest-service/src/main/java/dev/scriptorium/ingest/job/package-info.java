/** Jobs, documents and tasks as clients see them, and the port that keeps them. */
@NullMarked
package dev.scriptorium.ingest.job;

import org.jspecify.annotations.NullMarked;
