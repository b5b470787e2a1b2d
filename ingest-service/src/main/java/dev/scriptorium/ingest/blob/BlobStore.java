package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Keeps bytes under their digest. The same bytes are kept once. Safe for use by many threads.
 *
 * <p>All methods fail with a {@link FailureException}: {@code NOT_FOUND} for bytes that were never stored,
 * {@code BLOB_CORRUPT} where the stored bytes are not those that were accepted.
 */
public interface BlobStore {

    /** Begins to take in the documents of one job. */
    Deposit begin();

    /** The bytes; the stream fails at its end, before the caller sees that end, where the digest does not fit. */
    InputStream open(Sha256 digest);

    /** A file with the bytes, verified before it is returned, to be read only. */
    Path path(Sha256 digest);
}
