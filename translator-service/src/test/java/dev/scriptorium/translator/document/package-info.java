@NullMarked
package dev.scriptorium.translator.document;

import org.jspecify.annotations.NullMarked;
