/** Files in their own format: their text units, their translations, and what of a file a translation must not change. */
@NullMarked
package dev.scriptorium.file;

import org.jspecify.annotations.NullMarked;
