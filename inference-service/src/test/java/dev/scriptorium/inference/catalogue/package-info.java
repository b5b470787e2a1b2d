@NullMarked
package dev.scriptorium.inference.catalogue;

import org.jspecify.annotations.NullMarked;
