package dev.scriptorium.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The models in this module's jar. Engines read files, so a model is unpacked once to a cache directory, under its digest:
 * a new release unpacks beside the old one, and several processes may share the directory. Thread-safe.
 */
public final class ShippedModels {

    private static final String ROOT = "models";

    private final Path cacheDirectory;
    private final List<String> names;
    private final Map<String, Path> unpacked = new ConcurrentHashMap<>();

    public ShippedModels(Path cacheDirectory) {
        this.cacheDirectory = cacheDirectory;
        this.names = inArchive(ShippedModels::list);
    }

    public List<String> names() {
        return names;
    }

    /** The folder with the model's files. */
    public Path unpack(String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("no such model: " + name + "; there are " + names);
        }
        return unpacked.computeIfAbsent(name, n -> inArchive(root -> unpack(root.resolve(n), n, cacheDirectory)));
    }

    /** Copies a model's folder, such as one in a jar, to the cache directory, once for each digest. */
    public static Path unpack(Path source, String name, Path cacheDirectory) {
        Path target = cacheDirectory.resolve(name + "-" + ModelDigest.of(source).substring(0, 16));
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(cacheDirectory);
            Path copy = Files.createTempDirectory(cacheDirectory, name + ".");
            try (Stream<Path> walk = Files.walk(source)) {
                for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                    Path to = copy.resolve(source.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
            return moved(copy, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the model " + name + " to " + cacheDirectory, e);
        }
    }

    /** Another process may have been faster: then its copy serves. */
    private static Path moved(Path copy, Path target) throws IOException {
        try {
            return Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            delete(copy);
            return target;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<String> list(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("config.json")))
                    .map(folder -> folder.getFileName().toString().replace("/", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs over the models' root: in this module's jar, or in its output folder while it is built. */
    private static <T> T inArchive(Function<Path, T> action) {
        try {
            URI location = ShippedModels.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path archive = Path.of(location);
            if (Files.isDirectory(archive)) {
                return action.apply(archive.resolve(ROOT));
            }
            try (FileSystem jar = FileSystems.newFileSystem(archive)) {
                return action.apply(jar.getPath(ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the location of the shipped models is no path", e);
        }
    }
}
