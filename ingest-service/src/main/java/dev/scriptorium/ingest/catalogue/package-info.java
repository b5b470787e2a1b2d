/** What the other services can do: languages, label sets and models, remembered for some seconds. */
@NullMarked
package dev.scriptorium.ingest.catalogue;

import org.jspecify.annotations.NullMarked;
