@NullMarked
package dev.scriptorium.standalone;

import org.jspecify.annotations.NullMarked;
