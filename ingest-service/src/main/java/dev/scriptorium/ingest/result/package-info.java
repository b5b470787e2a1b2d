/** Results as they are stored and given out. */
@NullMarked
package dev.scriptorium.ingest.result;

import org.jspecify.annotations.NullMarked;
