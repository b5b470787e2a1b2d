package dev.scriptorium.testing.servers;

import dev.scriptorium.embedded.EmbeddedKafka;
import dev.scriptorium.embedded.EmbeddedPostgres;
import dev.scriptorium.embedded.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Both servers as child processes on a temporary folder, stopped and removed when the JVM ends. */
final class EmbeddedServers {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private EmbeddedServers() {}

    static TestServers start() {
        Path folder = newFolder();
        PostgresSettings settings = new PostgresSettings(
                folder.resolve("postgres"),
                TEMPORARY.resolve("scriptorium-programs-" + System.getProperty("user.name")),
                false);
        CompletableFuture<EmbeddedKafka> starting =
                CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(folder.resolve("kafka")));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(settings);
        EmbeddedKafka kafka = starting.join();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(kafka, postgres, folder), "test-servers"));
        return new TestServers(kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    private static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("scriptorium-servers-");
            folder.toFile().setExecutable(true, false); // Postgres may run under another account
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedKafka kafka, EmbeddedPostgres postgres, Path folder) {
        kafka.close();
        postgres.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("could not be removed: " + folder + " (" + e.getMessage() + ")");
        }
    }
}
