/** Short texts, translated while the caller waits. */
@NullMarked
package dev.scriptorium.translator.now;

import org.jspecify.annotations.NullMarked;
