/** Labelled texts as people bring them: read strictly, bounded, and checked for what would mislead a training. */
@NullMarked
package dev.scriptorium.inference.labels.examples;

import org.jspecify.annotations.NullMarked;
