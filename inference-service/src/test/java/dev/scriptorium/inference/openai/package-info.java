@NullMarked
package dev.scriptorium.inference.openai;

import org.jspecify.annotations.NullMarked;
