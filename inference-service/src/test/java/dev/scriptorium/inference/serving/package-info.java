@NullMarked
package dev.scriptorium.inference.serving;

import org.jspecify.annotations.NullMarked;
