@NullMarked
package dev.scriptorium.ingest.facade;

import org.jspecify.annotations.NullMarked;
