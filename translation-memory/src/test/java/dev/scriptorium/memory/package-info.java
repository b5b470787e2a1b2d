@NullMarked
package dev.scriptorium.memory;

import org.jspecify.annotations.NullMarked;
