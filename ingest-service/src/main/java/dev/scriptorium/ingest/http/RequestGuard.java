package dev.scriptorium.ingest.http;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.runtime.failure.Refusal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses a request by its headers, before a byte of its body is read: a Host that is not ours, a change that another web
 * site asks for, a body without a usable type, a body whose announced size is over the limit of its endpoint.
 */
@Singleton
class RequestGuard {

    /** Before everything else that looks at requests. */
    private static final int FIRST = 10_000;

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final List<String> APIS = List.of("/v1/", "/libretranslate/", "/deepl/");
    private static final String CONNECTION = "Connection";

    private final AllowedCallers callers;
    private final BodyLimits limits;
    private final DataSize unreadBody;

    RequestGuard(IngestConfig config, BodyLimits limits) {
        this.callers = new AllowedCallers(
                config.http().allowedHosts(), config.http().allowedOrigins().orElse(List.of()));
        this.limits = limits;
        this.unreadBody = config.http().unreadBody();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        try {
            HttpServerRequest request = context.request();
            checkHost(request);
            if (!SAFE.contains(request.method())) {
                checkOrigin(request);
            }
            if (isApi(request)) {
                checkBody(request);
            }
        } catch (FailureException failure) {
            Refusal.sendProblem(context, failure, announced(context.request()) != 0);
            return;
        }
        context.addHeadersEndHandler(ended -> dropConnectionHeader(context));
        context.addEndHandler(ended -> discardUnreadBody(context));
        context.next();
    }

    private void checkHost(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (!callers.allowsHost(authority == null ? null : authority.host())) {
            throw new FailureException(
                    FailureCode.HOST_REFUSED,
                    "The Host header names a host that is not in scriptorium.ingest.http.allowed-hosts.");
        }
    }

    private void checkOrigin(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (!callers.allowsOrigin(
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site"),
                authority == null ? null : authority.toString())) {
            throw new FailureException(
                    FailureCode.ORIGIN_REFUSED,
                    "A page of another web site may not change anything here; its origin is not in"
                            + " scriptorium.ingest.http.allowed-origins.");
        }
    }

    private void checkBody(HttpServerRequest request) {
        long announced = announced(request);
        if (announced == 0) {
            return;
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new FailureException(
                    FailureCode.CONTENT_TYPE_UNSUPPORTED, "A request's body must have no Content-Encoding.");
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || type.isBlank()) {
            throw new FailureException(
                    FailureCode.CONTENT_TYPE_UNSUPPORTED, "A request with a body must have a Content-Type.");
        }
        checkCharset(type);
        DataSize limit = limits.of(request.path());
        if (announced > limit.toBytes()) {
            throw BodyLimits.tooLarge(limit);
        }
    }

    private static void checkCharset(String type) {
        String lower = type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        int charset = lower.indexOf(";charset=");
        if (charset >= 0 && !lower.substring(charset + 9).split(";", 2)[0].matches("utf-?8|us-ascii")) {
            throw new FailureException(FailureCode.CONTENT_TYPE_UNSUPPORTED, "A request's charset must be UTF-8.");
        }
    }

    /** 0 without a body, -1 for one of unknown size. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            try {
                return Long.parseLong(length);
            } catch (NumberFormatException e) {
                throw new FailureException(FailureCode.BAD_REQUEST, "The Content-Length must be an integer.", e);
            }
        }
        boolean chunked = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        // A request that is upgraded from HTTP/1.1 is not ended yet, whether or not it has a body.
        boolean mayHaveBody = request.version() == HttpVersion.HTTP_2
                && !request.isEnded()
                && !SAFE.contains(request.method())
                && request.method() != HttpMethod.DELETE;
        return chunked || mayHaveBody ? -1 : 0;
    }

    private static boolean isApi(HttpServerRequest request) {
        return request.path() != null && APIS.stream().anyMatch(request.path()::startsWith);
    }

    /**
     * What a client still sends after the answer would be kept in memory for a reader that has left. The end of a body is
     * discarded, so that the connection serves on; more than that ends it.
     */
    private void discardUnreadBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        UnreadBody unread = new UnreadBody(unreadBody);
        request.handler(buffer -> {
            if (unread.exceedsWith(buffer.length())) {
                end(request);
            }
        });
        request.resume();
    }

    private static void end(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    /** HTTP/2 has no such header. */
    private static void dropConnectionHeader(RoutingContext context) {
        if (context.request().version() == HttpVersion.HTTP_2) {
            context.response().headers().remove(CONNECTION);
        }
    }
}
