/** Submissions that are checked and not stored. */
@NullMarked
package dev.scriptorium.ingest.validation;

import org.jspecify.annotations.NullMarked;
