/** Quantities as types. */
@NullMarked
package dev.scriptorium.core.quantity;

import org.jspecify.annotations.NullMarked;
