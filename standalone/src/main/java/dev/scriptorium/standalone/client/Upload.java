package dev.scriptorium.standalone.client;

import dev.scriptorium.core.document.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to submit.
 *
 * @param name of the document; its extension may help to detect the type
 */
public record Upload(String name, Path content) {

    public Sha256 sha256() {
        return sha256(content);
    }

    /** Of a file, for example of one that may have the bytes of an answer already. */
    public static Sha256 sha256(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return Sha256.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
