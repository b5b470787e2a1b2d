/**
 * Answers in a given form: a JSON schema or a list of texts becomes a grammar of bytes, the grammar an automaton that is made as
 * it is used, and each of its states a mask of the model's tokens. ADR 57.
 */
@NullMarked
package dev.scriptorium.engine.constraint;

import org.jspecify.annotations.NullMarked;
