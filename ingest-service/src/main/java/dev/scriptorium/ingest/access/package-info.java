/** Keys of the API, and which role each request needs. */
@NullMarked
package dev.scriptorium.ingest.access;

import org.jspecify.annotations.NullMarked;
