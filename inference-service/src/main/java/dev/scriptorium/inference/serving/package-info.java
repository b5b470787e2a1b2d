/** Requests with several inputs become inputs for the batcher, and their answers become one response. */
@NullMarked
package dev.scriptorium.inference.serving;

import org.jspecify.annotations.NullMarked;
