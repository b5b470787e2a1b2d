package dev.scriptorium.ingest.facade.libretranslate;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.runtime.failure.FailureForm;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Failures as LibreTranslate tells them: {@code {"error": "..."}} with one of the few statuses that its clients know. */
@Singleton
class LibreTranslateErrors implements FailureForm {

    /** Before everything that refuses requests. */
    private static final int FIRST = 11_000;

    private static final String PATHS = "/libretranslate";
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final String RETRY_AFTER_SECONDS = "5";

    void register(@Observes Filters filters) {
        filters.register(this::choose, FIRST);
    }

    private void choose(RoutingContext context) {
        String path = context.normalizedPath();
        if (path != null && (path.equals(PATHS) || path.startsWith(PATHS + "/"))) {
            use(context);
        }
        context.next();
    }

    @Override
    public Answer of(FailureException failure) {
        int status = switch (failure.code().httpStatus()) {
            case 401 -> FORBIDDEN;
            case 409, 413, 415, 422 -> BAD_REQUEST;
            default -> failure.code().httpStatus();
        };
        return new Answer(
                status, new JsonObject().put("error", failure.reason()).encode());
    }

    Response response(Throwable thrown) {
        FailureException failure = FailureException.of(thrown);
        Answer answer = of(failure);
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.json());
        if (answer.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
