@NullMarked
package dev.scriptorium.testing.documents;

import org.jspecify.annotations.NullMarked;
