/** Makes what the other packages are given. */
@NullMarked
package dev.scriptorium.ingest.wiring;

import org.jspecify.annotations.NullMarked;
