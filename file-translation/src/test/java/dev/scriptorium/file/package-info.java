@NullMarked
package dev.scriptorium.file;

import org.jspecify.annotations.NullMarked;
