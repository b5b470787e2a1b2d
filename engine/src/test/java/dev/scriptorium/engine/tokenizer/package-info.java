@NullMarked
package dev.scriptorium.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
