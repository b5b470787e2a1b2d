/** Where the files of a model are. */
@NullMarked
package dev.scriptorium.modelrepository;

import org.jspecify.annotations.NullMarked;
