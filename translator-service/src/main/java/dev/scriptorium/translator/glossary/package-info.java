/** The terms of the glossary, and where they stand in texts. */
@NullMarked
package dev.scriptorium.translator.glossary;

import org.jspecify.annotations.NullMarked;
