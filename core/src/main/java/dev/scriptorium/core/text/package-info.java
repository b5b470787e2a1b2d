/** Places in texts: words, what became of them in a translation, and where they are in another form of the text. */
@NullMarked
package dev.scriptorium.core.text;

import org.jspecify.annotations.NullMarked;
