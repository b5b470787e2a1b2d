/** Failure codes as answers over HTTP and gRPC. */
@NullMarked
package dev.scriptorium.runtime.failure;

import org.jspecify.annotations.NullMarked;
