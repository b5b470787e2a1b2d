@NullMarked
package dev.scriptorium.ingest.extraction;

import org.jspecify.annotations.NullMarked;
