/** The W3C trace context that makes one document one trace. */
@NullMarked
package dev.scriptorium.core.trace;

import org.jspecify.annotations.NullMarked;
