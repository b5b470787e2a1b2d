/** Translation memories as files: TMX 1.4, read and written as a stream. */
@NullMarked
package dev.scriptorium.memory.tmx;

import org.jspecify.annotations.NullMarked;
