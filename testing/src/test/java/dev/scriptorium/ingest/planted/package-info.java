/** Breaks the rules on purpose, to see them red. */
@NullMarked
package dev.scriptorium.ingest.planted;

import org.jspecify.annotations.NullMarked;
