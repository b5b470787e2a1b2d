package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.file.TranslatedFileQueries.Named;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as one zip, written while they are read: one file in memory at no time. */
final class FileZip implements StreamingOutput {

    private static final int BUFFER = 64 * 1024;

    private final Iterator<Named> files;
    private final BlobStore blobs;
    private final Set<String> names = new HashSet<>();

    FileZip(Iterator<Named> files, BlobStore blobs) {
        this.files = files;
        this.blobs = blobs;
    }

    @Override
    public void write(OutputStream output) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(output)) {
            byte[] buffer = new byte[BUFFER];
            while (files.hasNext()) {
                Named file = files.next();
                ZipEntry entry = new ZipEntry(unique(file.name()));
                // The beginning of time in a zip: the same files give the same zip.
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                try (InputStream content = blobs.open(file.file().sha256())) {
                    for (int length = content.read(buffer); length >= 0; length = content.read(buffer)) {
                        zip.write(buffer, 0, length);
                    }
                }
                zip.closeEntry();
            }
        }
    }

    /** A relative path that stays within its folder, other than those before it. */
    private String unique(String name) {
        String path = Stream.of(name.replace('\\', '/').split("/"))
                .filter(step -> !step.isBlank() && !step.equals(".") && !step.equals(".."))
                .map(step -> step.replace(':', '_'))
                .collect(Collectors.joining("/"));
        String base = path.isEmpty() ? "document" : path;
        String candidate = base;
        for (int number = 2; !names.add(candidate.toLowerCase(Locale.ROOT)); number++) {
            candidate = number + "-" + base;
        }
        return candidate;
    }
}
