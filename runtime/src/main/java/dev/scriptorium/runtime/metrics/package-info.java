/** What every stage reports about itself. */
@NullMarked
package dev.scriptorium.runtime.metrics;

import org.jspecify.annotations.NullMarked;
