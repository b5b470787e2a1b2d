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
import org.jboss.logging.Logger;

/**
 * Models of the hub on this machine: fetched once for each commit, with only the files that an engine reads, each checked
 * against the digest that the hub names. A fetch that was cut off goes on where it stopped. Thread-safe, also between
 * processes.
 */
public final class HubModels {

    private static final Logger LOG = Logger.getLogger(HubModels.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubSettings settings;
    private final HubClient client;

    public HubModels(HubSettings settings) {
        this.settings = settings;
        this.client = new HubClient(settings);
    }

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
        JsonNode repository = repository(model);
        String commit = repository.path("sha").asText("");
        List<String> files = new ArrayList<>();
        repository
                .path("siblings")
                .forEach(file -> files.add(file.path("rfilename").asText()));
        Path snapshot = cache.snapshot(commit);
        Download download = new Download(client, cache, progress);
        List<String> needed = NeededFiles.of(model.toString(), files, settings.checkpoints());
        for (int i = 0; i < needed.size(); i++) {
            String file = needed.get(i);
            progress.file(i + 1, needed.size(), file);
            if (!Files.isRegularFile(snapshot.resolve(file))) {
                LOG.infof("Fetching %s of %s", file, model);
                download.fetch(commit, file, uri("/" + model.id() + "/resolve/" + commit + "/" + file));
            }
        }
        try {
            if (!model.isCommit()) {
                cache.remember(model.revision(), commit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + settings.cache(), e);
        }
        return snapshot;
    }

    private JsonNode repository(HubModel model) {
        URI uri = uri(
                "/api/models/" + model.id() + "/revision/" + model.revision().replace("/", "%2F"));
        return client.ask(
                model.toString(),
                () -> HttpRequest.newBuilder(uri).GET(),
                (status, headers, body) -> JSON.readTree(body.readAllBytes()));
    }

    private URI uri(String path) {
        return URI.create(settings.endpoint().toString().replaceFirst("/+$", "") + path.replace(" ", "%20"));
    }
}
