/** How near extractive summaries come to those that people wrote. */
@NullMarked
package dev.scriptorium.benchmarks.summary;

import org.jspecify.annotations.NullMarked;
