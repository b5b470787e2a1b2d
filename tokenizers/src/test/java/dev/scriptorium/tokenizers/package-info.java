@NullMarked
package dev.scriptorium.tokenizers;

import org.jspecify.annotations.NullMarked;
