@NullMarked
package dev.scriptorium.standalone.client;

import org.jspecify.annotations.NullMarked;
