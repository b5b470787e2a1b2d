/** Inputs of different length as one batch. */
@NullMarked
package dev.scriptorium.inference.engine.batch;

import org.jspecify.annotations.NullMarked;
