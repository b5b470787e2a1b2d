@NullMarked
package dev.scriptorium.translator;

import org.jspecify.annotations.NullMarked;
