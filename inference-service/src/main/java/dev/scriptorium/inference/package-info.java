/** inference-service: the only owner of models and accelerators. Everything that needs a model asks here. */
@NullMarked
package dev.scriptorium.inference;

import org.jspecify.annotations.NullMarked;
