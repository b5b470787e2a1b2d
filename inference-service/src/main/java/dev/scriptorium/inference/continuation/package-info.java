/** Models that continue texts: one worker for each, with the sequences that it writes side by side. */
@NullMarked
package dev.scriptorium.inference.continuation;

import org.jspecify.annotations.NullMarked;
