/** The list of all documents of a tenant. */
@NullMarked
package dev.scriptorium.ingest.documents;

import org.jspecify.annotations.NullMarked;
