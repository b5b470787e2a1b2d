/** Terms that a translation has to use, keep or avoid: the port to them, their tables in Postgres, and their files. */
@NullMarked
package dev.scriptorium.memory.glossary;

import org.jspecify.annotations.NullMarked;
