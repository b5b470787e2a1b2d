@NullMarked
package dev.scriptorium.testing.architecture;

import org.jspecify.annotations.NullMarked;
