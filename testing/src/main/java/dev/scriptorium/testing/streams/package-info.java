/** Kafka Streams stages without Kafka. */
@NullMarked
package dev.scriptorium.testing.streams;

import org.jspecify.annotations.NullMarked;
