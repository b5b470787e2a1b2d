/** The REST API. Errors are problem+json with a stable code. */
@NullMarked
package dev.scriptorium.ingest.api;

import org.jspecify.annotations.NullMarked;
