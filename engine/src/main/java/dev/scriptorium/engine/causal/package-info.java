/**
 * Models that continue a text: decoder-only models from GPT-2 to Qwen 3, as one graph whose rows are tokens of any number of
 * sequences, with keys and values in pages that sequences with the same beginning share.
 */
@NullMarked
package dev.scriptorium.engine.causal;

import org.jspecify.annotations.NullMarked;
