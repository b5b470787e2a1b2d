/** The API of DeepL, version 2, under {@code /deepl/v2}: its clients need another address and nothing else. */
@NullMarked
package dev.scriptorium.ingest.facade.deepl;

import org.jspecify.annotations.NullMarked;
