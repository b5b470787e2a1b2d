@NullMarked
package dev.scriptorium.translator.text;

import org.jspecify.annotations.NullMarked;
