/** The rules about who may use what, checked on the classes of the whole product. */
@NullMarked
package dev.scriptorium.testing.architecture;

import org.jspecify.annotations.NullMarked;
