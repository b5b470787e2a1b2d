@NullMarked
package dev.scriptorium.standalone.instance;

import org.jspecify.annotations.NullMarked;
