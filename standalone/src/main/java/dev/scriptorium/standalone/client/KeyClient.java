package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys over the HTTP API of a running instance. Thread-safe. */
public final class KeyClient {
    private static final String PATH = "/v1/keys";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final PipelineClient api;

    public KeyClient(PipelineClient api) {
        this.api = api;
    }

    /**
     * A new key.
     *
     * @param secret the key itself
     */
    public record Created(ApiKey key, String secret) {}

    /**
     * Makes a key.
     *
     * @param expiresAt null: never
     * @param perMinute null: as configured
     */
    public Created create(String name, String role, @Nullable Instant expiresAt, @Nullable Integer perMinute) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("name", name).put("role", role);
        if (expiresAt != null) {
            body.put("expiresAt", expiresAt.toString());
        }
        if (perMinute != null) {
            body.put("requestsPerMinute", perMinute);
        }
        JsonNode answer = api.json(api.request(PATH, LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
        return new Created(
                Json.read(answer.path("key"), ApiKey.class),
                answer.path("secret").asText());
    }

    /** All keys, the newest first. */
    public List<ApiKey> list() {
        return Json.readAll(api.get(PATH).path("keys"), ApiKey.class);
    }

    public void revoke(String id) {
        api.perform(api.request(PATH + "/" + PipelineClient.segment(id), LIMIT)
                .DELETE()
                .build());
    }
}
