/** The text of documents in the forms in which the API gives it out. */
@NullMarked
package dev.scriptorium.ingest.text;

import org.jspecify.annotations.NullMarked;
