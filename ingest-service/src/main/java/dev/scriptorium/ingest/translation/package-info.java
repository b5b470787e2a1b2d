/** Texts that are translated, and languages that are recognised, while a caller waits. */
@NullMarked
package dev.scriptorium.ingest.translation;

import org.jspecify.annotations.NullMarked;
