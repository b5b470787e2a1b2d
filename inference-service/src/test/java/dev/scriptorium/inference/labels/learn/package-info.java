@NullMarked
package dev.scriptorium.inference.labels.learn;

import org.jspecify.annotations.NullMarked;
