/** What results took. */
@NullMarked
package dev.scriptorium.ingest.usage;

import org.jspecify.annotations.NullMarked;
