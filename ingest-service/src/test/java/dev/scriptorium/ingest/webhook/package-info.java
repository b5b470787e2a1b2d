@NullMarked
package dev.scriptorium.ingest.webhook;

import org.jspecify.annotations.NullMarked;
