/** All services in one JVM, with a Kafka and a Postgres of their own, and the {@code scriptorium} command. */
@NullMarked
package dev.scriptorium.standalone;

import org.jspecify.annotations.NullMarked;
