@NullMarked
package dev.scriptorium.memory.glossary;

import org.jspecify.annotations.NullMarked;
