/** Requests to models, what they cost, and where the states that wait for their answers stand. */
@NullMarked
package dev.scriptorium.summarizer.request;

import org.jspecify.annotations.NullMarked;
