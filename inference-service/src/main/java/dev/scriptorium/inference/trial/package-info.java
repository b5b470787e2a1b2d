/** A model is tried by itself, beside whatever serves: what it gives, how fast it is, what memory it takes. */
@NullMarked
package dev.scriptorium.inference.trial;

import org.jspecify.annotations.NullMarked;
