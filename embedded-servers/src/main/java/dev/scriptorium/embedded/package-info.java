/**
 * A real Kafka broker and a real Postgres as child processes of this JVM, for the product in one process and for tests where no Docker engine answers.
 *
 * <p>Both keep their data in a folder, choose a free port of the loopback interface, survive a kill -9 of themselves and of their parent, and need neither root nor Docker.
 */
@NullMarked
package dev.scriptorium.embedded;

import org.jspecify.annotations.NullMarked;
