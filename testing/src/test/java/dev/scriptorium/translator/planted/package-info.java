/** Breaks the rules on purpose, to see them red. */
@NullMarked
package dev.scriptorium.translator.planted;

import org.jspecify.annotations.NullMarked;
