/** What each model costs to load and to run. */
@NullMarked
package dev.scriptorium.benchmarks.models;

import org.jspecify.annotations.NullMarked;
