@NullMarked
package dev.scriptorium.ingest.http;

import org.jspecify.annotations.NullMarked;
