@NullMarked
package dev.scriptorium.testing.documentation;

import org.jspecify.annotations.NullMarked;
