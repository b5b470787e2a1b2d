/** The HTTP API as the command line uses it. */
@NullMarked
package dev.scriptorium.standalone.client;

import org.jspecify.annotations.NullMarked;
