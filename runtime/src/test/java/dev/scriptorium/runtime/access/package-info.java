@NullMarked
package dev.scriptorium.runtime.access;

import org.jspecify.annotations.NullMarked;
