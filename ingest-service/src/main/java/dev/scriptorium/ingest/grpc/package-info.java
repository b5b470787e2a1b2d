/** The gRPC API: the same as the REST API. */
@NullMarked
package dev.scriptorium.ingest.grpc;

import org.jspecify.annotations.NullMarked;
