/** The API of LibreTranslate, under {@code /libretranslate}: its clients need another address and nothing else. */
@NullMarked
package dev.scriptorium.ingest.facade.libretranslate;

import org.jspecify.annotations.NullMarked;
