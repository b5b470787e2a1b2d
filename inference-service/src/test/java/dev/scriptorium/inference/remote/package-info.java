@NullMarked
package dev.scriptorium.inference.remote;

import org.jspecify.annotations.NullMarked;
