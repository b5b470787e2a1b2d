package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.quantity.DataSize;
import java.io.InputStream;

/**
 * Some blobs that are stored together: all of them when {@link #commit()} returns, none of them before. For one thread.
 * To be closed in any case, which drops what was not committed.
 */
public interface BlobUpload extends AutoCloseable {

    /** Begins a blob whose bytes come piece by piece. One at a time. */
    BlobWriter write(DataSize limit);

    /** Takes the stream in to its end; fails with {@code DOC_TOO_LARGE} as soon as it is longer than the limit. */
    StoredBlob add(InputStream content, DataSize limit);

    /** Returns when a power cut can no longer take the blobs away. */
    void commit();

    @Override
    void close();
}
