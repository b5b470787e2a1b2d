@NullMarked
package dev.scriptorium.inference.labels.store;

import org.jspecify.annotations.NullMarked;
