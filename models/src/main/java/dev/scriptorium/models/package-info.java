/** The models that ship with Scriptorium, as resources. */
@NullMarked
package dev.scriptorium.models;

import org.jspecify.annotations.NullMarked;
