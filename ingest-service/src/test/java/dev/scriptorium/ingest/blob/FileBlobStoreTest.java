package dev.scriptorium.ingest.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.document.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest extends BlobStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected BlobStore store() {
        return new FileBlobStore(directory);
    }

    @Override
    protected void damage(Sha256 digest) {
        Path file = directory.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
        try {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void leavesNoTemporaryFiles() {
        assertThat(directory.resolve("incoming")).isEmptyDirectory();
    }
}
