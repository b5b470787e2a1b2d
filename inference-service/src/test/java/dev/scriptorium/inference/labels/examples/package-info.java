@NullMarked
package dev.scriptorium.inference.labels.examples;

import org.jspecify.annotations.NullMarked;
