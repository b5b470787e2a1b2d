/** Models that a person adds to a data folder. */
@NullMarked
package dev.scriptorium.standalone.models;

import org.jspecify.annotations.NullMarked;
