/** Which sentences of a document stand for the whole. Pure functions on vectors and features. */
@NullMarked
package dev.scriptorium.summarizer.ranking;

import org.jspecify.annotations.NullMarked;
