@NullMarked
package dev.scriptorium.ingest.archive;

import org.jspecify.annotations.NullMarked;
