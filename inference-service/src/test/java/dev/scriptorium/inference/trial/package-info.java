@NullMarked
package dev.scriptorium.inference.trial;

import org.jspecify.annotations.NullMarked;
