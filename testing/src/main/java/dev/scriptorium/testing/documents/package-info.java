/** Documents to feed the pipeline with: written byte by byte, so that the same seed gives the same files everywhere. */
@NullMarked
package dev.scriptorium.testing.documents;

import org.jspecify.annotations.NullMarked;
