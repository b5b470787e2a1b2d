package dev.scriptorium.standalone.instance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything an installation keeps: documents, database, topics, logs, and the note of the instance that runs on it. */
public record DataFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * The folder asked for, else that of the environment, else {@code data} in the source tree that the command was started from, else one in the user's home.
     *
     * @param asked null: not asked for
     */
    public static DataFolder choose(@Nullable Path asked) {
        if (asked != null) {
            return new DataFolder(asked);
        }
        String environment = System.getenv("SCRIPTORIUM_DATA");
        if (environment != null && !environment.isBlank()) {
            return new DataFolder(Path.of(environment));
        }
        String sources = System.getProperty("scriptorium.home");
        return new DataFolder(
                sources != null
                        ? Path.of(sources, "data")
                        : Path.of(System.getProperty("user.home"), ".local", "share", "scriptorium"));
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path programs() {
        return path.resolve("programs");
    }

    Path blobs() {
        return path.resolve("blobs");
    }

    Path labelSets() {
        return path.resolve("label-sets");
    }

    public Path log() {
        return path.resolve("scriptorium.log");
    }

    /** The instance that runs on this folder now. */
    public Optional<RunningInstance> running() {
        Path note = note();
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(note.toFile(), RunningInstance.class))
                    .filter(RunningInstance::isAlive);
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable: " + note, e);
        }
    }

    void note(RunningInstance instance) {
        try {
            Path unfinished = path.resolve("run.json.new");
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(instance));
            Files.move(unfinished, note(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be written: " + note(), e);
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(note());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be removed: " + note(), e);
        }
    }

    /** Keeps a second instance out until this process ends, in whatever way. Empty: another one is in. */
    Optional<FileLock> lock() {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return Optional.ofNullable(channel.tryLock());
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + path + " cannot be used", e);
        }
    }

    private Path note() {
        return path.resolve("run.json");
    }
}
