@NullMarked
package dev.scriptorium.ingest.submission;

import org.jspecify.annotations.NullMarked;
