@NullMarked
package dev.scriptorium.ingest.extraction.fork;

import org.jspecify.annotations.NullMarked;
