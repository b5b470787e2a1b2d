package dev.scriptorium.runtime.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.models.ModelDigest;
import dev.scriptorium.models.ShippedModels;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The model folders of this installation by name: those of the configured directories, then those that ship. Which there
 * are is read once, when it is made. Thread-safe.
 */
@Singleton
public class ModelFolders {

    private static final String USUAL_SERVICE = "inference";

    private final Map<String, Path> configured = new TreeMap<>();
    private final ShippedModels shipped;
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    @Inject
    ModelFolders(ModelsConfig config) {
        this(config.directories().orElse(List.of()), new ShippedModels(config.cacheDirectory()));
    }

    public ModelFolders(List<Path> directories, ShippedModels shipped) {
        this.shipped = shipped;
        for (Path directory : directories) {
            try (Stream<Path> folders = Files.list(directory)) {
                folders.filter(folder -> Files.isRegularFile(folder.resolve("config.json")))
                        .forEach(folder -> configured.put(folder.getFileName().toString(), folder));
            } catch (IOException e) {
                throw new UncheckedIOException("scriptorium.models.directories: cannot list " + directory, e);
            }
        }
    }

    public List<String> names() {
        return Stream.concat(configured.keySet().stream(), shipped.names().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The models that a service runs: {@code served_by} in a model's {@code config.json} says which one, and where it does
     * not, {@value #USUAL_SERVICE} does.
     */
    public List<String> namesFor(String service) {
        return names().stream().filter(name -> servedBy(name).equals(service)).toList();
    }

    /** A configuration that cannot be read is left to the service that would read it first, which says what is wrong. */
    private String servedBy(String name) {
        try {
            JsonNode config =
                    new ObjectMapper().readTree(Files.readString(folder(name).resolve("config.json")));
            return config == null ? USUAL_SERVICE : config.path("served_by").asText(USUAL_SERVICE);
        } catch (IOException e) {
            return USUAL_SERVICE;
        }
    }

    /** The folder of a model; a shipped one is unpacked when it is first asked for. */
    public Path folder(String name) {
        Path folder = configured.get(name);
        if (folder != null) {
            return folder;
        }
        if (!shipped.names().contains(name)) {
            throw new FailureException(
                    FailureCode.MODEL_UNKNOWN, "There is no model named " + name + "; there are " + names());
        }
        return shipped.unpack(name);
    }

    /** SHA-256 over the model's files but for its documentation, in hexadecimal: the same for the same model anywhere. */
    public String digest(String name) {
        return digests.computeIfAbsent(name, n -> ModelDigest.of(folder(n)));
    }
}
