/** The models of this installation: what each is for, and its way from a folder to a model that serves. */
@NullMarked
package dev.scriptorium.inference.catalogue;

import org.jspecify.annotations.NullMarked;
