/** Models without weights that keep every promise of real ones, and the contracts that both are held to. */
@NullMarked
package dev.scriptorium.inference.fake;

import org.jspecify.annotations.NullMarked;
