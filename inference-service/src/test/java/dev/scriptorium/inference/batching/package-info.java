@NullMarked
package dev.scriptorium.inference.batching;

import org.jspecify.annotations.NullMarked;
