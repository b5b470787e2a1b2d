/**
 * Models over HTTP in the form of the OpenAI API, under {@code /openai/v1}: clients that are made for it need nothing but the
 * address.
 */
@NullMarked
package dev.scriptorium.inference.openai;

import org.jspecify.annotations.NullMarked;
