/** What comes through translation unharmed. */
@NullMarked
package dev.scriptorium.benchmarks.translation;

import org.jspecify.annotations.NullMarked;
