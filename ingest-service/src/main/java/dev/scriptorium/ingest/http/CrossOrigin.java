package dev.scriptorium.ingest.http;

import dev.scriptorium.ingest.IngestConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Lets pages and browser extensions of the listed origins, and of no others, read what the API for LibreTranslate's clients
 * answers (CORS). What may be sent is {@link RequestGuard}'s decision.
 */
@Singleton
class CrossOrigin {

    /** Between the check of Host and Origin and that of credentials, which a preflight has none of. */
    private static final int AFTER_HOST_AND_ORIGIN = 9_500;

    private static final String PATHS = "/libretranslate/";
    private static final int NO_CONTENT = 204;

    private final AllowedCallers callers;

    CrossOrigin(IngestConfig config) {
        this.callers = new AllowedCallers(
                config.http().allowedHosts(), config.http().allowedOrigins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, AFTER_HOST_AND_ORIGIN);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        String origin = request.getHeader("Origin");
        if (path == null || !path.startsWith(PATHS) || origin == null) {
            context.next();
            return;
        }
        HttpServerResponse response = context.response();
        response.putHeader("Vary", "Origin");
        boolean listed = callers.isListedOrigin(origin);
        if (listed) {
            response.putHeader("Access-Control-Allow-Origin", origin);
        }
        boolean preflight = request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader("Access-Control-Request-Method") != null;
        if (!preflight) {
            context.next();
            return;
        }
        if (listed) {
            response.putHeader("Access-Control-Allow-Methods", "GET, POST")
                    .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Api-Key")
                    .putHeader("Access-Control-Max-Age", "3600");
            if ("true".equals(request.getHeader("Access-Control-Request-Private-Network"))) {
                response.putHeader("Access-Control-Allow-Private-Network", "true");
            }
        }
        response.setStatusCode(NO_CONTENT).end();
    }
}
