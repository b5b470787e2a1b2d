/** Translations that are kept and used again: units, the ports to them, and the tables of Postgres that hold them. */
@NullMarked
package dev.scriptorium.memory;

import org.jspecify.annotations.NullMarked;
