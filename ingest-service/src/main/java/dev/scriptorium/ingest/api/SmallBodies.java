package dev.scriptorium.ingest.api;

import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.http.RequestBodies;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;

/** Reads bodies of JSON that are held in memory. Thread-safe. */
@Singleton
class SmallBodies {

    private final JsonBody json;
    private final RequestBodies bodies;
    private final DataSize limit;

    SmallBodies(JsonBody json, RequestBodies bodies, IngestConfig config) {
        this.json = json;
        this.bodies = bodies;
        this.limit = config.http().body();
    }

    <T> T read(InputStream body, HttpHeaders headers, String path, Class<T> type) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        try (RequestBodies.Body open = bodies.open(body, path, length, limit.toBytes())) {
            return json.read(open.stream(), type);
        }
    }
}
