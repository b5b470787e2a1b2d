/** Requests to models by way of Kafka. */
@NullMarked
package dev.scriptorium.inference.worker;

import org.jspecify.annotations.NullMarked;
