package dev.scriptorium.ingest.blob;

import java.nio.file.Path;

/**
 * The bytes of a blob as a file on this machine, to be read only, until it is closed.
 *
 * @param release takes back what was needed for it
 */
public record BlobFile(Path path, Runnable release) implements AutoCloseable {

    @Override
    public void close() {
        release.run();
    }
}
