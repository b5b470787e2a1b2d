/** Documents, segments and their names. */
@NullMarked
package dev.scriptorium.core.document;

import org.jspecify.annotations.NullMarked;
