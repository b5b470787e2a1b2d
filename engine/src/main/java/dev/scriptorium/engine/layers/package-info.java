/** The layers that transformer models are built of, written as operators of a graph. */
@NullMarked
package dev.scriptorium.engine.layers;

import org.jspecify.annotations.NullMarked;
