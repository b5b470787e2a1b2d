package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Keeps bytes under their digest. The same bytes are kept once. Safe for use by many threads.
 *
 * <p>All methods fail with a {@link FailureException}: {@code BLOB_MISSING} for bytes that are not there,
 * {@code BLOB_CORRUPT} where the stored bytes are not those that were accepted, {@code DEPENDENCY_UNAVAILABLE} where a
 * remote store does not do what it is asked for.
 */
public interface BlobStore {

    /** What {@link #identify} made of the store; empty before that. */
    Optional<String> identity();

    /** Gives the store an identity unless it has one, and returns the one that it has then. */
    String identify(String identity);

    /** Begins to take in the documents of one job. */
    BlobUpload begin();

    /** The bytes; the stream fails at its end, before the caller sees that end, where the digest does not fit. */
    InputStream open(Sha256 digest);

    /** Space that is left for further bytes. */
    DataSize free();

    /**
     * Deletes unfinished uploads that began before that time, and blobs that were stored before it and that are not
     * referenced. Uploads may go on meanwhile: what they store is newer and stays.
     *
     * @param referenced of the given digests those that a document has
     * @return how many files were deleted
     */
    int deleteOrphans(Instant before, UnaryOperator<Set<Sha256>> referenced);

    /** A file with the bytes, verified before it is returned; to be closed by the caller. */
    BlobFile file(Sha256 digest);
}
