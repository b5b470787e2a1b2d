/** Where the files of a model are. */
@NullMarked
package dev.scriptorium.runtime.models;

import org.jspecify.annotations.NullMarked;
