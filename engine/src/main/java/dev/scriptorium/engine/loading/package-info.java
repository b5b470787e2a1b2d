/** From a folder to the model that its config names. */
@NullMarked
package dev.scriptorium.engine.loading;

import org.jspecify.annotations.NullMarked;
