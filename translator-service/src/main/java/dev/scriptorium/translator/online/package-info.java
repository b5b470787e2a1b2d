/** Short texts, translated while the caller waits. */
@NullMarked
package dev.scriptorium.translator.online;

import org.jspecify.annotations.NullMarked;
