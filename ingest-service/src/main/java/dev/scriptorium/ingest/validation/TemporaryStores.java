package dev.scriptorium.ingest.validation;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Folders for the documents of one request each. What a killed process left is deleted when it is old. Thread-safe. */
@Singleton
class TemporaryStores {

    private static final Logger LOG = Logger.getLogger(TemporaryStores.class);
    private static final String PREFIX = "scriptorium-validation-";

    private final Path parent;
    private final Duration orphanAge;
    private final Clock clock;

    TemporaryStores(Settings settings, Clock clock) {
        this.parent = settings.parent();
        this.orphanAge = settings.orphanAge();
        this.clock = clock;
    }

    /**
     * Where the folders are.
     *
     * @param orphanAge longer than any request takes
     */
    record Settings(Path parent, Duration orphanAge) {}

    Folder create() {
        try {
            Files.createDirectories(parent);
            return new Folder(Files.createTempDirectory(parent, PREFIX));
        } catch (IOException e) {
            throw new FailureException(FailureCode.INTERNAL, "No temporary folder can be made.", e);
        }
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteOrphans() {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder)
                        .toInstant()
                        .isBefore(clock.instant().minus(orphanAge))) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            LOG.warnf("Temporary folders in %s are not deleted: %s", parent, e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> innerFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            innerFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : innerFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** A folder that is deleted with all that is in it when it is closed. */
    record Folder(Path path) implements AutoCloseable {

        @Override
        public void close() {
            try {
                delete(path);
            } catch (IOException e) {
                LOG.warnf("The temporary folder %s is not deleted: %s", path, e.getMessage());
            }
        }
    }
}
