/** How long jobs are kept, and their erasure with a proof. */
@NullMarked
package dev.scriptorium.ingest.retention;

import org.jspecify.annotations.NullMarked;
