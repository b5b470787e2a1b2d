@NullMarked
package dev.scriptorium.standalone.command;

import org.jspecify.annotations.NullMarked;
