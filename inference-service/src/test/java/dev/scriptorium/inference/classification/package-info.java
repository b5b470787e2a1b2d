@NullMarked
package dev.scriptorium.inference.classification;

import org.jspecify.annotations.NullMarked;
