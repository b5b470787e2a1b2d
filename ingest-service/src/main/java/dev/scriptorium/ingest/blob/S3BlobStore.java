package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Blobs as objects {@code PREFIXab/abcdef...} of a bucket, named after their digest. What is being uploaded, and a blob that is read as a file, lies in a
 * folder of this machine meanwhile; what a crash leaves there is deleted by the next collection of orphans of this machine.
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    /** Objects that one commit stores at a time. */
    private static final int PARALLEL_UPLOADS = 8;

    private final S3Client client;
    private final Bucket bucket;
    private final Path temporary;
    private final ExecutorService uploads = Executors.newFixedThreadPool(
            PARALLEL_UPLOADS,
            Thread.ofPlatform().daemon().name("blob-upload-", 0).factory());

    /**
     * Where the objects are.
     *
     * @param prefix of the names of all objects, empty or with a slash at its end
     */
    public record Bucket(String name, String prefix) {

        String keyOf(Sha256 digest) {
            return prefix + digest.hex().substring(0, 2) + "/" + digest.hex();
        }

        String asideOf(Sha256 digest) {
            return prefix + S3Orphans.ASIDE + digest.hex();
        }

        @Override
        public String toString() {
            return "s3://" + name + "/" + prefix;
        }
    }

    /** Makes no request. The client is closed with the store. */
    public S3BlobStore(S3Client client, Bucket bucket, Path temporary) {
        this.client = client;
        this.bucket = bucket;
        this.temporary = temporary.toAbsolutePath().normalize();
        try {
            PrivateFiles.createFolder(this.temporary);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of uploads cannot be made: " + this.temporary, e);
        }
    }

    @Override
    public Optional<String> identity() {
        try {
            return Optional.of(client.getObjectAsBytes(
                            object -> object.bucket(bucket.name()).key(bucket.prefix() + FileBlobStore.IDENTITY))
                    .asUtf8String()
                    .strip());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    /** The condition is kept by stores that know it; of two first instances at a time one then finds the other's. */
    @Override
    public String identify(String identity) {
        try {
            client.putObject(
                    object -> object.bucket(bucket.name())
                            .key(bucket.prefix() + FileBlobStore.IDENTITY)
                            .ifNoneMatch("*"),
                    RequestBody.fromString(identity + "\n"));
        } catch (S3Exception e) {
            if (e.statusCode() != PRECONDITION_FAILED) {
                throw unavailable(e);
            }
        } catch (SdkException e) {
            throw unavailable(e);
        }
        return identity().orElse("");
    }

    @Override
    public String toString() {
        return bucket.toString();
    }

    @Override
    public BlobUpload begin() {
        return new TemporaryUpload(this::store, temporary);
    }

    @Override
    public InputStream open(Sha256 digest) {
        return new VerifyingInputStream(
                ask(
                        digest,
                        () -> client.getObject(
                                object -> object.bucket(bucket.name()).key(bucket.keyOf(digest)))),
                digest);
    }

    @Override
    public BlobFile file(Sha256 digest) {
        Path file = temporary.resolve(UUID.randomUUID().toString());
        try (InputStream content = open(digest);
                OutputStream out = Channels.newOutputStream(PrivateFiles.create(file))) {
            content.transferTo(out);
        } catch (IOException | SdkException e) {
            delete(file);
            throw unavailable(e);
        } catch (RuntimeException e) {
            delete(file);
            throw e;
        }
        return new BlobFile(file, () -> delete(file));
    }

    /** Of the folder that uploads pass through. */
    @Override
    public DataSize free() {
        try {
            return new DataSize(Files.getFileStore(temporary).getUsableSpace());
        } catch (IOException e) {
            throw new FailureException(
                    FailureCode.INTERNAL, "The free space of the folder of uploads is not known.", e);
        }
    }

    @Override
    public int deleteOrphans(Instant before, UnaryOperator<Set<Sha256>> referenced) {
        int uploadsDeleted = FileOrphans.deleteOlder(temporary, before);
        try {
            return uploadsDeleted + new S3Orphans(client, bucket).delete(before, referenced);
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        uploads.shutdownNow();
        client.close();
    }

    private void store(Map<Sha256, Path> files) {
        List<Future<?>> pending = new ArrayList<>();
        files.forEach((digest, file) -> pending.add(uploads.submit(() -> client.putObject(
                object -> object.bucket(bucket.name()).key(bucket.keyOf(digest)), RequestBody.fromFile(file)))));
        try {
            for (Future<?> upload : pending) {
                upload.get();
            }
        } catch (ExecutionException e) {
            throw unavailable(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } finally {
            pending.forEach(upload -> upload.cancel(true));
        }
    }

    private <T> T ask(Sha256 digest, Supplier<T> request) {
        try {
            return request.get();
        } catch (NoSuchKeyException e) {
            return restored(digest, request, e);
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    /** An orphan that became the blob of a document while it was moved aside. */
    private <T> T restored(Sha256 digest, Supplier<T> request, NoSuchKeyException missing) {
        try {
            client.copyObject(copy -> copy.sourceBucket(bucket.name())
                    .sourceKey(bucket.asideOf(digest))
                    .destinationBucket(bucket.name())
                    .destinationKey(bucket.keyOf(digest)));
            return request.get();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                throw FileBlobStore.missing(digest, missing);
            }
            throw unavailable(e);
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    private FailureException unavailable(Throwable cause) {
        return new FailureException(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "The object store at " + bucket + " does not do what it is asked for: " + cause.getMessage(),
                cause);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary file cannot be deleted: " + file, e);
        }
    }
}
