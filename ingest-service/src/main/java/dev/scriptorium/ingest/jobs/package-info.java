/** Answers questions about jobs, documents and results, the same over REST and gRPC. */
@NullMarked
package dev.scriptorium.ingest.jobs;

import org.jspecify.annotations.NullMarked;
