@NullMarked
package dev.scriptorium.classifier;

import org.jspecify.annotations.NullMarked;
