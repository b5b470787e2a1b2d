/** Label sets as folders in Hugging Face layout: written whole or not at all, read again when they change. */
@NullMarked
package dev.scriptorium.inference.labels.store;

import org.jspecify.annotations.NullMarked;
