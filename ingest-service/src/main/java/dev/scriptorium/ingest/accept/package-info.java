/** Takes jobs in: what may be asked for, and the way from bytes to a durable job. */
@NullMarked
package dev.scriptorium.ingest.accept;

import org.jspecify.annotations.NullMarked;
