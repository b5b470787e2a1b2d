/** A linear model over a text's runs of tokens and words: no network, no graph (ADR 21). */
@NullMarked
package dev.scriptorium.engine.phrases;

import org.jspecify.annotations.NullMarked;
