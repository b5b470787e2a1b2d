@NullMarked
package dev.scriptorium.client;

import org.jspecify.annotations.NullMarked;
