package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds and deletes files of the blob store that belong to nothing. A commit always gives a blob a new file, so a file that
 * is old was not stored again; it is moved aside first and looked at once more, because a commit may come between.
 */
final class FileOrphans {

    private final Path directory;
    private final Path incoming;

    FileOrphans(Path directory, Path incoming) {
        this.directory = directory;
        this.incoming = incoming;
    }

    int delete(Instant before, UnaryOperator<Set<Sha256>> referenced) {
        int deleted = deleteOlder(incoming, before);
        for (Path folder : files(directory)) {
            if (!folder.equals(incoming) && Files.isDirectory(folder)) {
                deleted += deleteUnreferenced(folder, before, referenced);
            }
        }
        return deleted;
    }

    /** Unfinished uploads. */
    static int deleteOlder(Path folder, Instant before) {
        int deleted = 0;
        for (Path upload : files(folder)) {
            if (isOlder(upload, before)) {
                deleted += delete(upload);
            }
        }
        return deleted;
    }

    private int deleteUnreferenced(Path folder, Instant before, UnaryOperator<Set<Sha256>> referenced) {
        Map<Sha256, Path> old = new HashMap<>();
        for (Path file : files(folder)) {
            if (isOlder(file, before) && file.getFileName().toString().matches("[0-9a-f]{64}")) {
                old.put(new Sha256(file.getFileName().toString()), file);
            }
        }
        if (old.isEmpty()) {
            return 0;
        }
        Set<Sha256> kept = referenced.apply(Set.copyOf(old.keySet()));
        int deleted = 0;
        for (Map.Entry<Sha256, Path> blob : old.entrySet()) {
            if (!kept.contains(blob.getKey())) {
                deleted += deleteUnlessStoredAgain(blob.getValue(), before);
            }
        }
        return deleted;
    }

    private int deleteUnlessStoredAgain(Path file, Instant before) {
        Path aside = incoming.resolve(UUID.randomUUID().toString());
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            if (isOlder(aside, before)) {
                return delete(aside);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            return 0;
        } catch (NoSuchFileException e) {
            // Another instance was faster.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("an orphan cannot be moved: " + file, e);
        }
    }

    private static int delete(Path file) {
        try {
            return Files.deleteIfExists(file) ? 1 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("an orphan cannot be deleted: " + file, e);
        }
    }

    private static boolean isOlder(Path file, Instant before) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("the age of a file is not known: " + file, e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("a folder cannot be listed: " + folder, e);
        }
    }
}
