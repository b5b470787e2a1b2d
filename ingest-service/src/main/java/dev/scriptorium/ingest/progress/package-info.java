/** What happens to accepted documents: results, failures, further attempts and the end of a job. */
@NullMarked
package dev.scriptorium.ingest.progress;

import org.jspecify.annotations.NullMarked;
