/** Inputs of different length as one batch. */
@NullMarked
package dev.scriptorium.engine.batch;

import org.jspecify.annotations.NullMarked;
