/** Which models lead from one language to another, directly or through a third one. */
@NullMarked
package dev.scriptorium.translator.route;

import org.jspecify.annotations.NullMarked;
