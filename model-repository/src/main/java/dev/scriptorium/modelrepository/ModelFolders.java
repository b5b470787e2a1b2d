package dev.scriptorium.modelrepository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.hub.FetchProgress;
import dev.scriptorium.modelrepository.hub.HubModels;
import dev.scriptorium.modelrepository.hub.HubSettings;
import dev.scriptorium.modelrepository.s3.S3Models;
import dev.scriptorium.modelrepository.s3.S3Settings;
import dev.scriptorium.models.ModelDigest;
import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.objectstore.S3Connection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The model folders of this installation by name: those of single locations, those of the configured directories, then
 * those that ship. Which there are is read once, when it is made; what is elsewhere is fetched when it is first asked for.
 * Thread-safe.
 */
@Singleton
public class ModelFolders {

    private static final String USUAL_SERVICE = "inference";

    private final Map<String, Path> configured = new TreeMap<>();
    private final Map<String, Located> located = new TreeMap<>();
    private final HubModels hub;
    private final S3Models s3;
    private final ShippedModels shipped;
    private final Path cacheDirectory;
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    @Inject
    ModelFolders(ModelsConfig config) {
        this(directories(config), config.locations().orElse(List.of()), config);
    }

    private ModelFolders(List<Path> directories, List<String> locations, ModelsConfig config) {
        this(
                directories,
                locations,
                new HubModels(new HubSettings(
                        config.hub().endpoint(),
                        config.hub().cache(),
                        config.hub().token(),
                        config.hub().offline(),
                        config.hub().attempts(),
                        config.hub().firstWait(),
                        config.hub().patience(),
                        config.checkpoints())),
                new S3Models(new S3Settings(
                        config.s3().endpoint(),
                        config.s3().region(),
                        new S3Connection.Key(
                                config.s3().accessKeyId(),
                                config.s3().secretAccessKey(),
                                config.s3().sessionToken()),
                        config.cacheDirectory().resolve("s3"),
                        config.s3().objects(),
                        new S3Settings.Patience(
                                config.s3().attempts(),
                                config.s3().firstWait(),
                                config.s3().patience()),
                        config.checkpoints())),
                config.cacheDirectory());
    }

    /** Of a configuration that is not injected, as in a command that starts no services. */
    public static ModelFolders of(ModelsConfig config) {
        return new ModelFolders(config);
    }

    /** Of one model alone, at a place as {@code scriptorium.models.locations} has it. */
    public static ModelFolders ofOne(String location, ModelsConfig config) {
        return new ModelFolders(List.of(), List.of(location), config);
    }

    /** Later ones go before earlier ones. The folder of added models is made when the first is added. */
    private static List<Path> directories(ModelsConfig config) {
        return Stream.concat(
                        config.addedDirectory().filter(Files::isDirectory).stream(),
                        config.directories().orElse(List.of()).stream())
                .toList();
    }

    /** Of folders and of what ships. */
    public ModelFolders(List<Path> directories, ShippedModels shipped) {
        this(directories, List.of(), HubModels.none(), S3Models.none(), shipped, Path.of(""));
    }

    ModelFolders(List<Path> directories, List<String> locations, HubModels hub, S3Models s3, Path cacheDirectory) {
        this(directories, locations, hub, s3, new ShippedModels(cacheDirectory), cacheDirectory);
    }

    private ModelFolders(
            List<Path> directories,
            List<String> locations,
            HubModels hub,
            S3Models s3,
            ShippedModels shipped,
            Path cacheDirectory) {
        this.hub = hub;
        this.s3 = s3;
        this.shipped = shipped;
        this.cacheDirectory = cacheDirectory;
        for (Path directory : directories) {
            try (Stream<Path> folders = Files.list(directory)) {
                folders.filter(folder -> !folder.getFileName().toString().startsWith("."))
                        .filter(folder -> Files.isRegularFile(folder.resolve("config.json")))
                        .forEach(folder -> configured.put(folder.getFileName().toString(), folder));
            } catch (IOException e) {
                throw new UncheckedIOException("scriptorium.models.directories: cannot list " + directory, e);
            }
        }
        for (String text : locations) {
            try {
                ModelLocation location = ModelLocation.parse(text);
                if (located.put(location.name(), new Located(location)) != null) {
                    throw new IllegalArgumentException("two models have the name " + location.name());
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("scriptorium.models.locations: " + e.getMessage(), e);
            }
        }
    }

    /** A model of a single location, and its folder once it is there. */
    private final class Located {

        private final ModelLocation location;
        private final FetchProgress progress = new FetchProgress();
        private volatile @Nullable Path folder;

        Located(ModelLocation location) {
            this.location = location;
        }

        boolean isToBeFetched() {
            return folder == null
                    && switch (location.place()) {
                        case ModelLocation.Place.Hub place -> true;
                        case ModelLocation.Place.S3 place -> true;
                        case ModelLocation.Place.Folder place -> false;
                        case ModelLocation.Place.Archive place -> false;
                        case ModelLocation.Place.Endpoint place -> false;
                    };
        }

        synchronized Path folder() {
            Path found = folder;
            if (found == null) {
                found = fetch(location, progress);
                folder = found;
            }
            return found;
        }
    }

    /** Whether a model is fetched over a network when its folder is first asked for, and has not been yet. */
    public boolean isToBeFetched(String name) {
        Located model = located.get(name);
        return model != null && model.isToBeFetched();
    }

    /** How far the fetch of such a model is, in words. */
    public String progress(String name) {
        return located.get(name).progress.toString();
    }

    /** Whether the model comes with the product, and nothing configured has taken its name. */
    public boolean isShipped(String name) {
        return !located.containsKey(name) && !configured.containsKey(name);
    }

    /** Where a model is served that this installation does not run itself. */
    public Optional<ModelLocation.Place.Endpoint> endpoint(String name) {
        Located model = located.get(name);
        return model != null && model.location.place() instanceof ModelLocation.Place.Endpoint place
                ? Optional.of(place)
                : Optional.empty();
    }

    /** Of a single location: its config.json, fetched before the weights are; empty where there is no network between. */
    public Optional<Path> config(String name) {
        Located model = located.get(name);
        return model != null && model.location.place() instanceof ModelLocation.Place.Hub place
                ? Optional.of(hub.config(place.model(), model.progress))
                : Optional.empty();
    }

    public List<String> names() {
        return Stream.of(located.keySet(), configured.keySet(), shipped.names())
                .flatMap(Collection::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The models that a service runs: {@code served_by} in a model's {@code config.json} says which one, and where it does
     * not, {@value #USUAL_SERVICE} does. One that is to be fetched is not read for that.
     */
    public List<String> namesFor(String service) {
        return names().stream()
                .filter(name -> (isToBeFetched(name) ? USUAL_SERVICE : servedBy(name)).equals(service))
                .toList();
    }

    /** A folder or configuration that cannot be read is left to the service that would read it first, which says what is wrong. */
    private String servedBy(String name) {
        try {
            JsonNode config =
                    new ObjectMapper().readTree(Files.readString(folder(name).resolve("config.json")));
            return config == null ? USUAL_SERVICE : config.path("served_by").asText(USUAL_SERVICE);
        } catch (IOException | FailureException e) {
            return USUAL_SERVICE;
        }
    }

    /**
     * The folder of a model; a shipped one is unpacked and what is elsewhere is fetched when it is first asked for, which
     * may take as long as its size asks.
     *
     * @throws FailureException {@code MODEL_UNKNOWN}, or what kept the model from being fetched
     */
    public Path folder(String name) {
        Located single = located.get(name);
        if (single != null) {
            return single.folder();
        }
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

    private Path fetch(ModelLocation location, FetchProgress progress) {
        Path folder = switch (location.place()) {
            case ModelLocation.Place.Folder place -> place.path();
            case ModelLocation.Place.Archive place -> unpack(location.name(), place);
            case ModelLocation.Place.Hub place -> hub.folder(place.model(), progress);
            case ModelLocation.Place.S3 place -> s3.folder(place.model(), progress);
            case ModelLocation.Place.Endpoint place ->
                throw new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        "The model " + location.name() + " is served by " + place.address() + " and has no files here");
        };
        if (!Files.isDirectory(folder)) {
            throw new FailureException(
                    FailureCode.MODEL_FILE_MISSING,
                    "The model " + location.name() + " is not at " + folder + "; mend scriptorium.models.locations");
        }
        location.digest().ifPresent(expected -> {
            String found = ModelDigest.of(folder);
            if (!found.equals(expected)) {
                throw new FailureException(
                        FailureCode.MODEL_CORRUPT,
                        "The files of the model %s have the digest %s but scriptorium.models.locations pins %s"
                                .formatted(location.name(), found, expected));
            }
        });
        return folder;
    }

    private Path unpack(String name, ModelLocation.Place.Archive archive) {
        try (FileSystem jar = FileSystems.newFileSystem(archive.jar())) {
            Path root = jar.getPath(archive.root());
            if (!Files.isDirectory(root)) {
                throw new FailureException(
                        FailureCode.MODEL_FILE_MISSING, archive.jar() + " has no folder " + archive.root());
            }
            return ShippedModels.unpack(root, name, cacheDirectory);
        } catch (IOException | ProviderNotFoundException | FileSystemNotFoundException e) {
            throw new FailureException(FailureCode.MODEL_FILE_MISSING, archive.jar() + " cannot be read as a jar", e);
        }
    }

    /**
     * SHA-256 over the model's files but for its documentation, in hexadecimal: the same for the same model anywhere. Of a remote
     * model it is that of its place; nothing says when the server exchanges it.
     */
    public String digest(String name) {
        return digests.computeIfAbsent(
                name,
                n -> endpoint(n).map(ModelLocation.Place.Endpoint::digest).orElseGet(() -> ModelDigest.of(folder(n))));
    }
}
