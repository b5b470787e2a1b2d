/** Breaks the rules on purpose, to see them red. */
@NullMarked
package dev.scriptorium.core.planted;

import org.jspecify.annotations.NullMarked;
