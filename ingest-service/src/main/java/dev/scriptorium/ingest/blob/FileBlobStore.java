package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Blobs as files {@code ab/abcdef...}, named after their digest. A file has its name only when it is complete and on the
 * disk, so a crash at any point leaves whole blobs and perhaps files in {@code incoming}, which the next collection of orphans deletes.
 * Folders and files are readable by the user of the service alone.
 */
public final class FileBlobStore implements BlobStore {

    static final String IDENTITY = "store-identity";

    private final Path directory;
    private final Path incoming;

    public FileBlobStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.incoming = this.directory.resolve("incoming");
        try {
            PrivateFiles.createFolder(this.directory);
            PrivateFiles.createFolder(incoming);
        } catch (IOException e) {
            throw new UncheckedIOException("the blob directory cannot be made: " + this.directory, e);
        }
    }

    @Override
    public Optional<String> identity() {
        try {
            return Optional.of(Files.readString(identityFile()).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new FailureException(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "The folder of the documents cannot be read: " + directory, e);
        }
    }

    @Override
    public String identify(String identity) {
        try (FileChannel file = PrivateFiles.create(identityFile())) {
            file.write(StandardCharsets.US_ASCII.encode(identity + "\n"));
            file.force(true);
            sync(directory);
            return identity;
        } catch (FileAlreadyExistsException e) {
            return identity().orElse("");
        } catch (IOException e) {
            throw new FailureException(
                    FailureCode.DEPENDENCY_UNAVAILABLE,
                    "The folder of the documents cannot be written: " + directory,
                    e);
        }
    }

    private Path identityFile() {
        return directory.resolve(IDENTITY);
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    @Override
    public BlobUpload begin() {
        return new TemporaryUpload(this::store, incoming);
    }

    @Override
    public DataSize free() {
        try {
            return new DataSize(Files.getFileStore(directory).getUsableSpace());
        } catch (IOException e) {
            throw new FailureException(FailureCode.INTERNAL, "The free space of the blob directory is not known.", e);
        }
    }

    @Override
    public int deleteOrphans(Instant before, UnaryOperator<Set<Sha256>> referenced) {
        return new FileOrphans(directory, incoming).delete(before, referenced);
    }

    @Override
    public InputStream open(Sha256 digest) {
        try {
            return new VerifyingInputStream(Files.newInputStream(fileOf(digest)), digest);
        } catch (NoSuchFileException e) {
            throw missing(digest, e);
        } catch (IOException e) {
            throw unreadable(digest, e);
        }
    }

    @Override
    public BlobFile file(Sha256 digest) {
        Path file = fileOf(digest);
        try (InputStream content = open(digest)) {
            content.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreadable(digest, e);
        }
        return new BlobFile(file, () -> {});
    }

    Path fileOf(Sha256 digest) {
        return directory.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    /** Renames the files and then syncs their directories, each once. */
    private void store(Map<Sha256, Path> files) throws IOException {
        Set<Path> directories = new TreeSet<>();
        for (Map.Entry<Sha256, Path> blob : files.entrySet()) {
            Path target = fileOf(blob.getKey());
            if (directories.add(target.getParent()) && !Files.isDirectory(target.getParent())) {
                PrivateFiles.createFolder(target.getParent());
                directories.add(target.getParent().getParent());
            }
            Files.move(blob.getValue(), target, StandardCopyOption.ATOMIC_MOVE);
        }
        for (Path each : directories) {
            sync(each);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static FailureException missing(Sha256 digest, Exception cause) {
        return new FailureException(
                FailureCode.BLOB_MISSING, "The blob store has no bytes with the digest " + digest + ".", cause);
    }

    private static FailureException unreadable(Sha256 digest, IOException cause) {
        return new FailureException(FailureCode.INTERNAL, "The bytes of " + digest + " cannot be read.", cause);
    }
}
