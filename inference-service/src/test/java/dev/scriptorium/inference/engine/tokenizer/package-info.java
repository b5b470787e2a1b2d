@NullMarked
package dev.scriptorium.inference.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
