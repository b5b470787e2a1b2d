package dev.scriptorium.inference.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.modelrepository.ModelLocation.Place.Endpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The remote models of the catalogue by name. Thread-safe. */
public final class RemoteModels implements AutoCloseable {

    private static final String KEYS = "scriptorium.inference.remote.keys";
    private static final String KEY_FILES = "scriptorium.inference.remote.key-files";

    private final HttpClient http;
    private final Map<String, RemoteModel> models = new TreeMap<>();

    /**
     * @param endpoints by the name of the model
     * @param keys and
     * @param keyFiles by the name of the model
     * @throws IllegalArgumentException where a key is of no remote model, given twice, or cannot be sent
     */
    public RemoteModels(
            Map<String, Endpoint> endpoints,
            Map<String, String> keys,
            Map<String, Path> keyFiles,
            RemoteSettings settings,
            RemoteObserver observer,
            Clock clock) {
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
        Map<String, String> secrets = secrets(endpoints, keys, keyFiles);
        endpoints.forEach((name, endpoint) -> {
            RemoteCall call =
                    new RemoteCall(name, endpoint, Optional.ofNullable(secrets.get(name)), settings, http, clock);
            models.put(name, new RemoteModel(name, call, settings, observer, clock));
        });
    }

    public Optional<RemoteModel> of(String name) {
        return Optional.ofNullable(models.get(name));
    }

    private static Map<String, String> secrets(
            Map<String, Endpoint> endpoints, Map<String, String> keys, Map<String, Path> keyFiles) {
        Map<String, String> secrets = new TreeMap<>();
        keys.forEach((name, key) -> secrets.put(name, checked(KEYS, name, key, endpoints)));
        keyFiles.forEach((name, file) -> {
            if (secrets.put(name, checked(KEY_FILES, name, read(name, file), endpoints)) != null) {
                throw new IllegalArgumentException(KEYS + " and " + KEY_FILES + " both have a key of " + name);
            }
        });
        return secrets;
    }

    private static String read(String name, Path file) {
        try {
            return Files.readString(file, UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(KEY_FILES + "." + name + ": " + file + " cannot be read", e);
        }
    }

    /** The key itself is in no message. */
    private static String checked(String setting, String name, String key, Map<String, Endpoint> endpoints) {
        if (!endpoints.containsKey(name)) {
            throw new IllegalArgumentException(
                    setting + "." + name + ": there is no remote model of this name; there are " + endpoints.keySet());
        }
        if (!key.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    setting + "." + name + ": a key has printable ASCII characters and no spaces");
        }
        return key;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
