@NullMarked
package dev.scriptorium.ingest.extraction.parse;

import org.jspecify.annotations.NullMarked;
