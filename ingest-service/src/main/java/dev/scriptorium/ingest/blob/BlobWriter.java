package dev.scriptorium.ingest.blob;

/** Takes the bytes of one blob. For one thread. Dropped with its deposit where it is not finished. */
public interface BlobWriter {

    /** Fails with {@code DOC_TOO_LARGE} as soon as there are more bytes than the limit. */
    void write(byte[] bytes, int offset, int length);

    StoredBlob finish();
}
