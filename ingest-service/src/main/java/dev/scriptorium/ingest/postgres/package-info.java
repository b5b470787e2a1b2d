/** All that is kept in Postgres: the only package with SQL. Names are qualified with the schema {@code ingest}. */
@NullMarked
package dev.scriptorium.ingest.postgres;

import org.jspecify.annotations.NullMarked;
