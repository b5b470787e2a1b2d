package dev.scriptorium.ingest.facade.deepl;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.runtime.access.AccessGuard;
import dev.scriptorium.runtime.failure.FailureForm;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Takes the key as DeepL's clients send it, and tells failures as DeepL does: {@code {"message": "..."}} with one of the
 * statuses that its clients know.
 */
@Singleton
class DeepLErrors implements FailureForm {

    /** Before everything that refuses requests. */
    private static final int FIRST = 11_000;

    private static final String PATHS = "/deepl/";
    private static final String SCHEME = "DeepL-Auth-Key ";
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    void register(@Observes Filters filters) {
        filters.register(this::prepare, FIRST);
    }

    private void prepare(RoutingContext context) {
        String path = context.normalizedPath();
        if (path != null && path.startsWith(PATHS)) {
            use(context);
            String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
            if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                AccessGuard.present(context, authorization.substring(SCHEME.length()));
            }
        }
        context.next();
    }

    @Override
    public Answer of(FailureException failure) {
        return new Answer(
                status(failure.code()),
                new JsonObject().put("message", failure.reason()).encode());
    }

    private static int status(FailureCode code) {
        return switch (code) {
            case LIMIT_EXCEEDED, DOC_TOO_LARGE -> TOO_LARGE;
            case RESULT_PENDING -> UNAVAILABLE;
            default ->
                switch (code.httpStatus()) {
                    case 401 -> FORBIDDEN;
                    case 409, 415, 422 -> BAD_REQUEST;
                    default -> code.httpStatus();
                };
        };
    }

    Response response(Throwable thrown) {
        Answer answer = of(FailureException.of(thrown));
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.json());
        if (answer.status() == UNAVAILABLE) {
            response.header(jakarta.ws.rs.core.HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
