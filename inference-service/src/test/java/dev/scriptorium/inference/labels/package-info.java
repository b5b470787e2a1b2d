@NullMarked
package dev.scriptorium.inference.labels;

import org.jspecify.annotations.NullMarked;
