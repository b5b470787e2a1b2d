@NullMarked
package dev.scriptorium.ingest.facade.libretranslate;

import org.jspecify.annotations.NullMarked;
