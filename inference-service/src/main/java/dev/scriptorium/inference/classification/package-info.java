/**
 * Classification of documents and texts by a label set: each sentence is scored on its own, the text's scores are the mean
 * over its sentences, weighted by their lengths. Code is left out.
 */
@NullMarked
package dev.scriptorium.inference.classification;

import org.jspecify.annotations.NullMarked;
