/** Archives of documents: what comes in is unpacked within limits, entry by entry and without a file of its own. */
@NullMarked
package dev.scriptorium.ingest.archive;

import org.jspecify.annotations.NullMarked;
