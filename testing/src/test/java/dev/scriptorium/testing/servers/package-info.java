@NullMarked
package dev.scriptorium.testing.servers;

import org.jspecify.annotations.NullMarked;
