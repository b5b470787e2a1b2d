@NullMarked
package dev.scriptorium.translator.now;

import org.jspecify.annotations.NullMarked;
