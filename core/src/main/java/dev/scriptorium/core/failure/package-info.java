/** What can go wrong, who is to blame, and whether trying again helps. */
@NullMarked
package dev.scriptorium.core.failure;

import org.jspecify.annotations.NullMarked;
