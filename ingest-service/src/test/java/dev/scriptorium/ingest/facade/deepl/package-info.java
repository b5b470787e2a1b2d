@NullMarked
package dev.scriptorium.ingest.facade.deepl;

import org.jspecify.annotations.NullMarked;
