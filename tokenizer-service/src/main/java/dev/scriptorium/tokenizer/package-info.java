/** From blocks to segments: what a document's text is divided into before any model sees it. */
@NullMarked
package dev.scriptorium.tokenizer;

import org.jspecify.annotations.NullMarked;
