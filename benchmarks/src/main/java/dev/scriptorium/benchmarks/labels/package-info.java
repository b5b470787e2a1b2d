/** How well label sets learn from few and from many examples. */
@NullMarked
package dev.scriptorium.benchmarks.labels;

import org.jspecify.annotations.NullMarked;
