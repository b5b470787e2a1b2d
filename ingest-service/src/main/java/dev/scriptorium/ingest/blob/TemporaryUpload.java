package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes to temporary files on the disk, which {@link #commit()} gives to the store. */
final class TemporaryUpload implements BlobUpload {

    private static final Logger LOG = Logger.getLogger(TemporaryUpload.class);

    private final Target store;
    private final Path incoming;
    private final Map<Sha256, Path> temporary = new LinkedHashMap<>();
    private @Nullable FileWriter open;

    TemporaryUpload(Target store, Path incoming) {
        this.store = store;
        this.incoming = incoming;
    }

    /** Where the files go. */
    interface Target {
        /** Returns when a power cut can no longer take the blobs away. Files that it leaves are deleted. */
        void store(Map<Sha256, Path> files) throws IOException;
    }

    @Override
    public BlobWriter write(DataSize limit) {
        close(open);
        open = new FileWriter(limit);
        return open;
    }

    @Override
    public StoredBlob add(InputStream content, DataSize limit) {
        BlobWriter writer = write(limit);
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                writer.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Of the reading: what cannot be written fails in the writer.
            throw new FailureException(FailureCode.BAD_REQUEST, "The document ended before all of it had arrived.", e);
        }
        return writer.finish();
    }

    @Override
    public void commit() {
        try {
            store.store(temporary);
        } catch (IOException e) {
            throw notStored(e);
        }
        close();
    }

    @Override
    public void close() {
        close(open);
        temporary.values().forEach(TemporaryUpload::delete);
        temporary.clear();
    }

    private void close(@Nullable FileWriter writer) {
        if (writer != null) {
            writer.drop();
            open = null;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("A temporary file stays behind: %s", e.getMessage());
        }
    }

    private static FailureException notStored(IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left");
        return new FailureException(
                full ? FailureCode.STORAGE_FULL : FailureCode.INTERNAL, "The bytes could not be stored.", cause);
    }

    private final class FileWriter implements BlobWriter {

        private final Path file = incoming.resolve(UUID.randomUUID().toString());
        private final MessageDigest digest = Sha256.digest();
        private final DataSize limit;
        private final FileChannel out;
        private long size;

        FileWriter(DataSize limit) {
            this.limit = limit;
            try {
                out = PrivateFiles.create(file);
            } catch (IOException e) {
                throw notStored(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            size += length;
            if (size > limit.toBytes()) {
                throw new FailureException(FailureCode.DOC_TOO_LARGE, "A document may have at most " + limit + ".");
            }
            digest.update(bytes, offset, length);
            try {
                for (ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            } catch (IOException e) {
                throw notStored(e);
            }
        }

        @Override
        public StoredBlob finish() {
            try {
                out.force(false);
                out.close();
            } catch (IOException e) {
                throw notStored(e);
            }
            open = null;
            Sha256 name = Sha256.of(digest);
            if (temporary.putIfAbsent(name, file) != null) {
                delete(file);
            }
            return new StoredBlob(name, new DataSize(size));
        }

        void drop() {
            try {
                out.close();
            } catch (IOException e) {
                LOG.warnf("A temporary file is not closed: %s", e.getMessage());
            }
            delete(file);
        }
    }
}
