/** What is wrong with a translation, as far as rules can tell. */
@NullMarked
package dev.scriptorium.translator.check;

import org.jspecify.annotations.NullMarked;
