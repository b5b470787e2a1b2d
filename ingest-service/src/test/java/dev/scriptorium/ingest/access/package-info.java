@NullMarked
package dev.scriptorium.ingest.access;

import org.jspecify.annotations.NullMarked;
