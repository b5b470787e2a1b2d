package dev.scriptorium.modelrepository.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * Models of the hub on this machine: fetched once for each commit, with only the files that an engine reads, each checked
 * against the digest that the hub names. A fetch that was cut off goes on where it stopped. Thread-safe, also between
 * processes.
 */
public final class HubModels {

    private static final Logger LOG = Logger.getLogger(HubModels.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "config.json";

    private final HubSettings settings;
    private final HubClient client;
    private final ToLongFunction<Path> freeBytes;

    public HubModels(HubSettings settings) {
        this(settings, HubModels::usableSpace);
    }

    /** @param freeBytes of the file system of a folder that exists */
    HubModels(HubSettings settings, ToLongFunction<Path> freeBytes) {
        this.settings = settings;
        this.client = new HubClient(settings);
        this.freeBytes = freeBytes;
    }

    private static long usableSpace(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the free space of " + folder, e);
        }
    }

    /**
     * The model's {@code config.json} alone, so that a model which no engine loads is refused before its weights are fetched.
     *
     * @throws FailureException as {@link #folder}
     */
    public Path config(HubModel model, FetchProgress progress) {
        HubCache cache = HubCache.of(settings.cache(), model);
        if (settings.offline()) {
            return folder(model, progress).resolve(CONFIG);
        }
        return cache.locked(() -> {
            Repository repository = repository(model);
            if (!repository.files().contains(CONFIG)) {
                throw new FailureException(
                        FailureCode.MODEL_FILE_MISSING,
                        model + " has no " + CONFIG + "; models are read in the layout of transformers");
            }
            NeededFiles.of(model.toString(), repository.files(), settings.checkpoints());
            return fetch(model, repository.commit(), List.of(CONFIG), cache, progress)
                    .resolve(CONFIG);
        });
    }

    /** A repository at a revision: the commit that it is now, and the paths of its files. */
    private record Repository(String commit, List<String> files) {}

    /** For installations that name no model of a hub. */
    public static HubModels none() {
        return new HubModels(new HubSettings(
                URI.create("http://localhost"),
                Path.of(""),
                Optional.empty(),
                true,
                1,
                Duration.ZERO,
                Duration.ofSeconds(1),
                true));
    }

    /**
     * The folder with the model's files. A revision that moves is asked for each time; what the cache has serves where the
     * hub does not answer.
     *
     * @throws FailureException {@code MODEL_UNKNOWN}, {@code MODEL_UNSAFE}, {@code MODEL_FILE_MISSING},
     *     {@code MODEL_CORRUPT} or {@code DEPENDENCY_UNAVAILABLE}, with a reason that says what to do
     */
    public Path folder(HubModel model, FetchProgress progress) {
        HubCache cache = HubCache.of(settings.cache(), model);
        Optional<Path> cached = cache.snapshot(model);
        if (settings.offline()) {
            return cached.orElseThrow(() -> new FailureException(
                    FailureCode.MODEL_FILE_MISSING,
                    model + " is not in " + settings.cache()
                            + " and HF_HUB_OFFLINE is set; fetch it where there is a network, or unset it"));
        }
        try {
            return cache.locked(() -> fetch(model, cache, progress));
        } catch (FailureException e) {
            if (e.code() == FailureCode.DEPENDENCY_UNAVAILABLE && cached.isPresent()) {
                LOG.warnf("%s; going on with what the cache has", e.reason());
                return cached.get();
            }
            throw e;
        }
    }

    private Path fetch(HubModel model, HubCache cache, FetchProgress progress) {
        Repository repository = repository(model);
        List<String> needed = NeededFiles.of(model.toString(), repository.files(), settings.checkpoints());
        Path snapshot = fetch(model, repository.commit(), needed, cache, progress);
        try {
            if (!model.isCommit()) {
                cache.remember(model.revision(), repository.commit());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + settings.cache(), e);
        }
        return snapshot;
    }

    private Path fetch(HubModel model, String commit, List<String> needed, HubCache cache, FetchProgress progress) {
        Path snapshot = cache.snapshot(commit);
        Download download = new Download(client, cache, progress, freeBytes);
        for (int i = 0; i < needed.size(); i++) {
            String file = needed.get(i);
            progress.file(i + 1, needed.size(), file);
            if (!Files.isRegularFile(snapshot.resolve(file))) {
                LOG.infof("Fetching %s of %s", file, model);
                download.fetch(commit, file, uri("/" + model.id() + "/resolve/" + commit + "/" + file));
            }
        }
        return snapshot;
    }

    private Repository repository(HubModel model) {
        URI uri = uri(
                "/api/models/" + model.id() + "/revision/" + model.revision().replace("/", "%2F"));
        JsonNode answer = client.ask(
                model.toString(),
                () -> HttpRequest.newBuilder(uri).GET(),
                (status, headers, body) -> JSON.readTree(body.readAllBytes()));
        List<String> files = new ArrayList<>();
        answer.path("siblings").forEach(file -> files.add(file.path("rfilename").asText()));
        return new Repository(answer.path("sha").asText(""), files);
    }

    private URI uri(String path) {
        return URI.create(settings.endpoint().toString().replaceFirst("/+$", "") + path.replace(" ", "%20"));
    }
}
