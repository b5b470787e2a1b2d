/** Documents that are given back in their own format: made once their texts are translated, and given out. */
@NullMarked
package dev.scriptorium.ingest.file;

import org.jspecify.annotations.NullMarked;
