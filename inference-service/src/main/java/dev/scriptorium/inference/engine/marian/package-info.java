/** Marian translation models: their config, their graphs and how they write. */
@NullMarked
package dev.scriptorium.inference.engine.marian;

import org.jspecify.annotations.NullMarked;
