@NullMarked
package dev.scriptorium.memory.tmx;

import org.jspecify.annotations.NullMarked;
