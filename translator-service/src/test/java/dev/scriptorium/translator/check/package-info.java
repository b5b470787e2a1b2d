@NullMarked
package dev.scriptorium.translator.check;

import org.jspecify.annotations.NullMarked;
