package dev.scriptorium.standalone.instance;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.embedded.PrivateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything an installation keeps: documents, database, topics, logs, and the note of the instance that runs on it.
 *
 * <p>Its path is the real one as far as it exists, so that every spelling of it finds the processes of the same instance.
 */
public record DataFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    public DataFolder {
        path = real(path.toAbsolutePath().normalize());
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

    /** Creates the folder if it is missing and checks that files can be written there. Its own subfolders are private to the user. */
    public void create() {
        try {
            if (!Files.exists(path)) {
                PrivateFolder.createAbovePostgres(path);
            }
            Files.delete(Files.createTempFile(path, "write-", ".check"));
            for (Path folder :
                    new Path[] {blobs(), labelSets(), models(), temporary(), streams(), submissions(), services()}) {
                PrivateFolder.create(folder);
            }
            createPrivate(log());
            AccessToken.createIn(accessToken());
        } catch (IOException e) {
            throw new FolderUnusable(this, e);
        }
    }

    /** Why nothing can be kept in the folder, found out without creating it. Empty: it can be used. */
    public Optional<String> problem() {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            return Optional.of(path + " is not a folder");
        }
        Path existing = path;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return Optional.of(path + " cannot be created, because " + existing + " is not a folder");
        }
        try {
            Files.delete(Files.createTempDirectory(existing, ".scriptorium-check-"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    existing.equals(path)
                            ? path + " is not writable"
                            : path + " cannot be created, because " + existing + " is not writable");
        }
    }

    /** The folder itself, or the nearest one above it that exists. */
    public Path existing() {
        Path existing = path;
        while (!Files.isDirectory(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
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

    public Path blobs() {
        return path.resolve("blobs");
    }

    Path labelSets() {
        return path.resolve("label-sets");
    }

    /** Models that were added from the command line. */
    public Path models() {
        return path.resolve("models");
    }

    /** Of the parsing processes. */
    Path temporary() {
        return path.resolve("tmp");
    }

    /** Lock files of Kafka Streams. */
    Path streams() {
        return path.resolve("streams");
    }

    /** Logs, ports and temporary files of the services as processes of their own. */
    Path services() {
        return path.resolve("services");
    }

    /** What was submitted from the command line. */
    public Path submissions() {
        return path.resolve("submissions");
    }

    /** The port of the API at the last start. */
    Path httpPort() {
        return path.resolve("http-port");
    }

    /** The port that the next start takes unless another program has it. */
    public int lastHttpPort() {
        return HttpPort.lastPort(httpPort());
    }

    /** Of the services on this folder and the commands that call them. */
    Path accessToken() {
        return path.resolve("access-token");
    }

    /** Of the services in one JVM, or of the process that starts them as processes of their own. */
    public Path log() {
        return path.resolve("scriptorium.log");
    }

    /** Of a service that is a process of its own. */
    public Path serviceLog(String service) {
        return services().resolve(service + ".log");
    }

    public Path kafkaLog() {
        return kafka().resolve("broker.log");
    }

    public Path postgresLog() {
        return postgres().resolve("postgres.log");
    }

    /** Where the embedded Postgres keeps its password. */
    public Path postgresPassword() {
        return postgres().resolve("password");
    }

    /** The instance that runs on this folder now and is ready. */
    public Optional<RunningInstance> running() {
        Path note = note();
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(note.toFile(), RunningInstance.class))
                    .filter(RunningInstance::isAlive);
        } catch (IOException e) {
            throw new FolderUnusable(this, e);
        }
    }

    /** The process that holds this folder: an instance that starts, runs or stops. */
    public Optional<ProcessHandle> holder() {
        try {
            String[] noted = Files.readString(lockFile()).strip().split(" ");
            return noted.length == 2
                    ? ProcessHandle.of(Long.parseLong(noted[0]))
                            .filter(process -> RunningInstance.startOf(process).equals(noted[1]) && process.isAlive())
                    : Optional.empty();
        } catch (IOException | NumberFormatException nobodyYet) {
            return Optional.empty();
        }
    }

    /** Whether the last instance was ready and did not finish its shutdown. Only while nothing runs. */
    public boolean wasNotStoppedInOrder() {
        return Files.exists(note());
    }

    void note(RunningInstance instance) {
        try {
            Path unfinished = path.resolve("run.json.new");
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, OWNER_ONLY);
            Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(instance));
            Files.move(unfinished, note(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FolderUnusable(this, e);
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(note());
        } catch (IOException e) {
            throw new FolderUnusable(this, e);
        }
    }

    /** Keeps a second instance out until this process ends, in whatever way. Empty: another one is in. */
    Optional<FileLock> lock() {
        try {
            FileChannel channel = FileChannel.open(
                    lockFile(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            ProcessHandle self = ProcessHandle.current();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    (self.pid() + " " + RunningInstance.startOf(self)).getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(lock);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return Optional.empty();
        } catch (IOException e) {
            throw new FolderUnusable(this, e);
        }
    }

    static void createPrivate(Path file) throws IOException {
        try {
            Files.createFile(file, OWNER_ONLY);
        } catch (FileAlreadyExistsException kept) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static Path real(Path path) {
        Path existing = path;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException notReadable) {
            return path;
        }
    }

    private Path lockFile() {
        return path.resolve("lock");
    }

    private Path note() {
        return path.resolve("run.json");
    }
}
