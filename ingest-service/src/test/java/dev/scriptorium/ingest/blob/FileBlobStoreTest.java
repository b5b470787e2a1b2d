package dev.scriptorium.ingest.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.quantity.DataSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void keepsFoldersAndFilesFromOtherUsers() throws IOException {
        StoredBlob blob;
        try (BlobUpload upload = store().begin()) {
            blob = upload.add(new ByteArrayInputStream(new byte[] {1}), new DataSize(1));
            upload.commit();
        }

        Path file = store().file(blob.digest()).path();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (Path folder : List.of(directory, directory.resolve("incoming"), file.getParent())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .as("%s", folder)
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void doesNotReplaceAnIdentity() {
        store().identify("first");

        assertThat(store().identify("second")).isEqualTo("first");
    }

    @AfterEach
    void leavesNoTemporaryFiles() {
        assertThat(directory.resolve("incoming")).isEmptyDirectory();
    }
}
