/** What the inference engine costs, in CPU time. */
@NullMarked
package dev.scriptorium.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
