package dev.scriptorium.modelrepository.s3;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.hub.FetchProgress;
import dev.scriptorium.modelrepository.hub.HubCache;
import dev.scriptorium.modelrepository.hub.NeededFiles;
import dev.scriptorium.modelrepository.s3.S3Store.StoredFile;
import dev.scriptorium.objectstore.S3Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Models of an object store on this machine. What lies under a prefix at one time is one snapshot: an object is known by
 * its name, ETag and size and fetched once, a model that is replaced in the store gets a folder of its own, and no folder
 * mixes two. A fetch that was cut off goes on where it stopped. Thread-safe, also between processes.
 */
public final class S3Models {

    private static final Logger LOG = Logger.getLogger(S3Models.class);
    private static final String LATEST = "latest";

    private final S3Settings settings;

    public S3Models(S3Settings settings) {
        this.settings = settings;
    }

    /** For installations that name no model of an object store. */
    public static S3Models none() {
        return new S3Models(new S3Settings(
                Optional.empty(),
                "us-east-1",
                S3Connection.Key.NONE,
                Path.of(""),
                1,
                new S3Settings.Patience(1, Duration.ZERO, Duration.ofSeconds(1)),
                true));
    }

    /**
     * The folder with the model's files as the store has them now; what was fetched last serves where the store does not
     * answer.
     *
     * @throws FailureException {@code MODEL_UNKNOWN}, {@code MODEL_UNSAFE}, {@code MODEL_FILE_MISSING},
     *     {@code LIMIT_EXCEEDED} or {@code DEPENDENCY_UNAVAILABLE}, with a reason that says what to do
     */
    public Path folder(S3Model model, FetchProgress progress) {
        HubCache cache = cache(model);
        try (S3Store store = S3Store.open(settings)) {
            return cache.locked(() -> fetch(model, store, cache, progress));
        } catch (FailureException e) {
            Optional<Path> cached = cache.remembered(LATEST);
            if (e.code() == FailureCode.DEPENDENCY_UNAVAILABLE && cached.isPresent()) {
                LOG.warnf("%s; %s is served from the cache as it was fetched last", e.reason(), model);
                return cached.get();
            }
            throw e;
        }
    }

    /** A folder for each prefix of each bucket of each store. */
    private HubCache cache(S3Model model) {
        String endpoint = settings.endpoint().map(Object::toString).orElse("");
        String key = digest(endpoint + "\n" + model.bucket() + "\n" + model.prefix());
        Path folder = settings.cache().resolve(model.bucket() + "-" + key.substring(0, 32));
        return new HubCache(folder, folder.resolve("scriptorium.lock"));
    }

    private Path fetch(S3Model model, S3Store store, HubCache cache, FetchProgress progress) {
        var stored = store.list(model).stream().collect(Collectors.toMap(StoredFile::name, Function.identity()));
        List<StoredFile> needed =
                NeededFiles.of(
                                model.toString(),
                                stored.keySet().stream().sorted().toList(),
                                settings.checkpoints())
                        .stream()
                        .map(stored::get)
                        .toList();
        String version = digest(needed.stream().map(StoredFile::toString).collect(Collectors.joining("\n")));
        Path snapshot = cache.snapshot(version);
        try {
            for (int i = 0; i < needed.size(); i++) {
                StoredFile file = needed.get(i);
                progress.file(i + 1, needed.size(), file.name());
                if (!Files.isRegularFile(snapshot.resolve(file.name()))) {
                    cache.link(version, file.name(), blob(model, file, store, cache, progress));
                }
            }
            cache.remember(LATEST, version);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + settings.cache(), e);
        }
        return snapshot;
    }

    private static Path blob(S3Model model, StoredFile file, S3Store store, HubCache cache, FetchProgress progress)
            throws IOException {
        Path blob = cache.blob(digest(file.toString()));
        if (!Files.isRegularFile(blob)) {
            LOG.infof("Fetching %s of %s", file.name(), model);
            Files.createDirectories(blob.getParent());
            Path incomplete = blob.resolveSibling(blob.getFileName() + ".incomplete");
            progress.arrives(incomplete, file.size());
            store.fetch(model, file, incomplete);
            Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE);
        }
        return blob;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
