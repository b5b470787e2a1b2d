/** Consuming records at least once: acknowledged when finished, paused when full, failed without blocking others. */
@NullMarked
package dev.scriptorium.runtime.delivery;

import org.jspecify.annotations.NullMarked;
