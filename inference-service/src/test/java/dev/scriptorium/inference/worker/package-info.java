@NullMarked
package dev.scriptorium.inference.worker;

import org.jspecify.annotations.NullMarked;
