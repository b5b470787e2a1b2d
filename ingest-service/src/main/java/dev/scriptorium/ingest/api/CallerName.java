package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.access.ApiKey;
import dev.scriptorium.ingest.access.ApiKeys;
import dev.scriptorium.runtime.access.AccessGuard;
import dev.scriptorium.runtime.access.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The name under which a caller's work is kept: that of the key, else the subject of the token. Thread-safe. */
@Singleton
class CallerName {

    /** Where no credentials are required. */
    private static final String EVERYBODY = "loopback";

    private final ApiKeys keys;

    CallerName(ApiKeys keys) {
        this.keys = keys;
    }

    String of(RoutingContext context) {
        return AccessGuard.caller(context).map(Caller::id).map(this::name).orElse(EVERYBODY);
    }

    private String name(String id) {
        return keys.list().stream()
                .filter(key -> key.id().equals(id))
                .map(ApiKey::name)
                .findFirst()
                .orElse(id);
    }
}
