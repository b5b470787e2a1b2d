@NullMarked
package dev.scriptorium.translator.online;

import org.jspecify.annotations.NullMarked;
