@NullMarked
package dev.scriptorium.inference.continuation;

import org.jspecify.annotations.NullMarked;
