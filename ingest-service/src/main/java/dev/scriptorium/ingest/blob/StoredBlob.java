package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.quantity.DataSize;

/** What was taken in. */
public record StoredBlob(Sha256 digest, DataSize size) {}
