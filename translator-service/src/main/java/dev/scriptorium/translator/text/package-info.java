/** A segment's text as a model reads it: without its frame, and with spans that it cannot spoil. */
@NullMarked
package dev.scriptorium.translator.text;

import org.jspecify.annotations.NullMarked;
