/** What benchmarks measure by. */
@NullMarked
package dev.scriptorium.benchmarks.clock;

import org.jspecify.annotations.NullMarked;
