@NullMarked
package dev.scriptorium.translator.glossary;

import org.jspecify.annotations.NullMarked;
