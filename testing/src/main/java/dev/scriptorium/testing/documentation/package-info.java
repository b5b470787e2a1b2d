/** Reference pages that are generated from the code, so that they cannot drift from it. */
@NullMarked
package dev.scriptorium.testing.documentation;

import org.jspecify.annotations.NullMarked;
