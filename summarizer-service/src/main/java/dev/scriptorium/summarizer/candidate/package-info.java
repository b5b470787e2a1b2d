/** Which segments may stand in a summary at all. */
@NullMarked
package dev.scriptorium.summarizer.candidate;

import org.jspecify.annotations.NullMarked;
