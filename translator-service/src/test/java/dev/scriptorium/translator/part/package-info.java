@NullMarked
package dev.scriptorium.translator.part;

import org.jspecify.annotations.NullMarked;
