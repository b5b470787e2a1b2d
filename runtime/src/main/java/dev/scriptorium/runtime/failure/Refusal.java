package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.FailureException;
import io.grpc.Status;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Ends a request with a failure before a resource or a gRPC service sees it. */
public final class Refusal {

    private static final String GRPC = "application/grpc";
    private static final String CONNECTION = "Connection";

    private Refusal() {}

    /** Answers with a problem, or, to a gRPC call, with a status. The request's body stays unread. */
    public static void send(RoutingContext context, FailureException failure) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.startsWith(GRPC)) {
            sendStatus(context.response(), failure);
        } else {
            sendProblem(context, failure, mayHaveBody(context.request()));
        }
    }

    /**
     * Answers with a problem, or in the {@link FailureForm} that was chosen for the request.
     *
     * @param bodyIsUnread whether bytes of the request may follow, so that an HTTP/1 connection cannot be used again
     */
    public static void sendProblem(RoutingContext context, FailureException failure, boolean bodyIsUnread) {
        HttpProblem problem = Problems.of(failure);
        HttpServerResponse response = context.response();
        problem.getHeaders().forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
        if (context.request().version() != HttpVersion.HTTP_2 && bodyIsUnread) {
            response.putHeader(CONNECTION, "close");
        } else {
            response.headers().remove(CONNECTION);
        }
        Optional<FailureForm.Answer> other = FailureForm.of(context).map(form -> form.of(failure));
        response.setStatusCode(other.map(FailureForm.Answer::status).orElse(problem.getStatusCode()))
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        other.isPresent() ? "application/json" : HttpProblem.MEDIA_TYPE.toString())
                .end(other.map(FailureForm.Answer::json).orElseGet(() -> json(context, problem)));
    }

    private static String json(RoutingContext context, HttpProblem problem) {
        JsonObject json = new JsonObject()
                .put("type", String.valueOf(problem.getType()))
                .put("title", problem.getTitle())
                .put("status", problem.getStatusCode())
                .put("detail", problem.getDetail())
                .put("instance", context.request().path());
        problem.getParameters().forEach(json::put);
        return json.encode();
    }

    /** A response of trailers only. */
    private static void sendStatus(HttpServerResponse response, FailureException failure) {
        Status status = FailureStatus.toGrpc(failure).getStatus();
        response.setStatusCode(200)
                .putHeader(HttpHeaders.CONTENT_TYPE, GRPC)
                .putHeader("grpc-status", Integer.toString(status.getCode().value()))
                .putHeader("grpc-message", percentEncoded(failure.reason()))
                .putHeader(FailureStatus.CODE.name(), failure.code().name())
                .end();
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || length != null && !length.equals("0");
    }

    private static String percentEncoded(String message) {
        return URLEncoder.encode(message, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
