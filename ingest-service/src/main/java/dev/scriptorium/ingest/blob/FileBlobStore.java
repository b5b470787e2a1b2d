package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Blobs as files {@code ab/abcdef...}, named after their digest. A file has its name only when it is complete and on the
 * disk, so a crash at any point leaves whole blobs and perhaps files in {@code incoming}, which the next collection of orphans deletes.
 * Folders and files are readable by the user of the service alone.
 */
public final class FileBlobStore implements BlobStore {

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
    public BlobUpload begin() {
        return new FileBlobUpload(this, incoming);
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
    public Path path(Sha256 digest) {
        Path file = fileOf(digest);
        MessageDigest actual = Sha256.digest();
        try (InputStream content = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                actual.update(buffer, 0, read);
            }
        } catch (NoSuchFileException e) {
            throw missing(digest, e);
        } catch (IOException e) {
            throw unreadable(digest, e);
        }
        if (!Sha256.of(actual).equals(digest)) {
            throw corrupt(digest);
        }
        return file;
    }

    Path fileOf(Sha256 digest) {
        return directory.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    static FailureException corrupt(Sha256 digest) {
        return new FailureException(FailureCode.BLOB_CORRUPT, "The stored bytes are not those of " + digest + ".");
    }

    private static FailureException missing(Sha256 digest, IOException cause) {
        return new FailureException(
                FailureCode.BLOB_MISSING, "The blob store has no bytes with the digest " + digest + ".", cause);
    }

    private static FailureException unreadable(Sha256 digest, IOException cause) {
        return new FailureException(FailureCode.INTERNAL, "The bytes of " + digest + " cannot be read.", cause);
    }

    /** Checks the digest when the end is reached. */
    private static final class VerifyingInputStream extends InputStream {

        private final InputStream content;
        private final Sha256 expected;
        private final MessageDigest actual = Sha256.digest();
        private boolean verified;

        VerifyingInputStream(InputStream content, Sha256 expected) {
            this.content = content;
            this.expected = expected;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = content.read(buffer, offset, length);
            if (read >= 0) {
                actual.update(buffer, offset, read);
            } else if (!verified) {
                verified = true;
                if (!Sha256.of(actual).equals(expected)) {
                    throw corrupt(expected);
                }
            }
            return read;
        }

        @Override
        public long transferTo(OutputStream out) throws IOException {
            long total = 0;
            byte[] buffer = new byte[1 << 16];
            for (int read = read(buffer, 0, buffer.length); read >= 0; read = read(buffer, 0, buffer.length)) {
                out.write(buffer, 0, read);
                total += read;
            }
            return total;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
