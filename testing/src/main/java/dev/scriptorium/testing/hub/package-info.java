/** A hub of models on this machine. */
@NullMarked
package dev.scriptorium.testing.hub;

import org.jspecify.annotations.NullMarked;
