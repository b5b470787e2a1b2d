/** What the whole platform costs, measured from outside on a running instance. */
@NullMarked
package dev.scriptorium.benchmarks.platform;

import org.jspecify.annotations.NullMarked;
