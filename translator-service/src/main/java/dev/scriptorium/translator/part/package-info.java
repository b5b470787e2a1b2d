/** A part of a document, or one text, on its way through the models: planned, translated, checked, tried again. */
@NullMarked
package dev.scriptorium.translator.part;

import org.jspecify.annotations.NullMarked;
