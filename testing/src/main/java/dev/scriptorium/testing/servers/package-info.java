/** Real servers for tests: containers where a Docker engine answers, embedded ones elsewhere, so that no test is ever skipped. */
@NullMarked
package dev.scriptorium.testing.servers;

import org.jspecify.annotations.NullMarked;
