/** The packaged product from outside: it is started as a process, spoken to over HTTP and the command line, and judged by what is in Postgres. */
@NullMarked
package dev.scriptorium.e2e;

import org.jspecify.annotations.NullMarked;
