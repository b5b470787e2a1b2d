@NullMarked
package dev.scriptorium.inference;

import org.jspecify.annotations.NullMarked;
