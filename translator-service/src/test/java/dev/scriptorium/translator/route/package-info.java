@NullMarked
package dev.scriptorium.translator.route;

import org.jspecify.annotations.NullMarked;
