/**
 * Label sets that users make from examples and descriptions: trained on sentence embeddings in seconds, kept as folders, served
 * as any other label set from then on. ADR 14.
 */
@NullMarked
package dev.scriptorium.inference.labels;

import org.jspecify.annotations.NullMarked;
