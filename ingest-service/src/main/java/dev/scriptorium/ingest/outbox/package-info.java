/** Events that were stored with what they tell, on their way to Kafka. */
@NullMarked
package dev.scriptorium.ingest.outbox;

import org.jspecify.annotations.NullMarked;
