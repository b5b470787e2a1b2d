/** The engine under load: what continuous batching costs against one sorted loop, latency at every load, and hours of it. */
@NullMarked
package dev.scriptorium.benchmarks.load;

import org.jspecify.annotations.NullMarked;
