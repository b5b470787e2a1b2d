@NullMarked
package dev.scriptorium.ingest.text;

import org.jspecify.annotations.NullMarked;
