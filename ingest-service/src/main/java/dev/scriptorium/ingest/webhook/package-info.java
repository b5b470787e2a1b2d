/** Events of jobs and documents on their way to the addresses of clients, signed after Standard Webhooks. */
@NullMarked
package dev.scriptorium.ingest.webhook;

import org.jspecify.annotations.NullMarked;
