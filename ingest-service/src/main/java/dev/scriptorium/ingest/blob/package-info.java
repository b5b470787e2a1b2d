/** The bytes of the documents, kept under their SHA-256. */
@NullMarked
package dev.scriptorium.ingest.blob;

import org.jspecify.annotations.NullMarked;
