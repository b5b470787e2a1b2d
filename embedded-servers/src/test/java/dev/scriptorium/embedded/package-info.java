@NullMarked
package dev.scriptorium.embedded;

import org.jspecify.annotations.NullMarked;
