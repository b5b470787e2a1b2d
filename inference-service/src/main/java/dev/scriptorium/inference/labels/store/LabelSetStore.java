package dev.scriptorium.inference.labels.store;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.models.ModelDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The label sets of a directory, by name. Thread-safe, also with other processes that share the directory.
 *
 * <p>A name is a link to a version's folder below {@code .versions}; a link is set by one rename, so a reader finds the old
 * version or the new one, whole. What another process writes is seen at the next question.
 */
public final class LabelSetStore {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final String VERSIONS = ".versions";
    private static final int DIGITS = 16;

    private final Path directory;
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    /** A version as it was read. */
    private record Loaded(Version version, StoredLabelSet set) {}

    private record Version(Path folder, FileTime written) {}

    public LabelSetStore(Path directory) {
        this.directory = directory;
    }

    /** @throws FailureException {@code BAD_REQUEST} where it cannot name a label set */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "A label set is named in lower-case letters, digits and hyphens, up to 64, a letter first");
        }
    }

    /** @throws FailureException where it is there and cannot be read */
    public Optional<StoredLabelSet> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Optional<Version> version = version(name);
        if (version.isEmpty()) {
            loaded.remove(name);
            return Optional.empty();
        }
        return Optional.of(loaded.compute(
                        name,
                        (key, known) -> known != null && known.version().equals(version.get())
                                ? known
                                : new Loaded(
                                        version.get(), read(name, version.get().folder())))
                .set());
    }

    /** All names, in their order. */
    public List<String> names() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name ->
                            NAME.matcher(name).matches() && version(name).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the label sets in " + directory, e);
        }
    }

    /** Takes the place of a label set of the same name; from then on it serves. */
    public synchronized StoredLabelSet save(LabelSet set) {
        checkName(set.name());
        Optional<Version> before = version(set.name());
        try {
            Path versions = Files.createDirectories(directory.resolve(VERSIONS));
            Path unfinished = Files.createTempDirectory(versions, "new-");
            new LabelSetFolder(unfinished).write(set);
            String digest = ModelDigest.of(unfinished);
            Path version = versions.resolve(set.name() + "-" + digest.substring(0, DIGITS) + "-" + UUID.randomUUID());
            Files.move(unfinished, version, StandardCopyOption.ATOMIC_MOVE);
            Path link = versions.resolve("link-" + UUID.randomUUID());
            Files.createSymbolicLink(link, Path.of(VERSIONS).resolve(version.getFileName()));
            Files.move(
                    link,
                    directory.resolve(set.name()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            if (before.isPresent()) {
                remove(before.get().folder());
            }
            return new StoredLabelSet(set, digest);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the label set " + set.name() + " to " + directory, e);
        }
    }

    /** Returns whether it was there. */
    public synchronized boolean delete(String name) {
        checkName(name);
        Optional<Version> version = version(name);
        if (version.isEmpty()) {
            return false;
        }
        try {
            if (Files.isSymbolicLink(directory.resolve(name))) {
                Files.deleteIfExists(directory.resolve(name));
            }
            remove(version.get().folder());
            loaded.remove(name);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the label set " + name + " in " + directory, e);
        }
    }

    private Optional<Version> version(String name) {
        try {
            Path folder = directory.resolve(name).toRealPath();
            return Optional.of(new Version(folder, Files.getLastModifiedTime(folder.resolve("config.json"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the label set " + name + " in " + directory, e);
        }
    }

    private static StoredLabelSet read(String name, Path folder) {
        return new StoredLabelSet(new LabelSetFolder(folder).read(name), ModelDigest.of(folder));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
