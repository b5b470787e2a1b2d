/**
 * Models that write a text from a text: one family of encoder-decoders, from Marian to NLLB, as two graphs and the slots
 * in which sentences are written side by side.
 */
@NullMarked
package dev.scriptorium.engine.seq2seq;

import org.jspecify.annotations.NullMarked;
