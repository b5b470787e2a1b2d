package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The response to one request, written in the order of the calls, from any thread. */
final class Reply {

    private static final int UNAVAILABLE = 503;

    private final HttpServerResponse response;
    private final Context context;
    private boolean streaming;

    Reply(RoutingContext routing) {
        this.response = routing.response();
        this.context = routing.vertx().getOrCreateContext();
    }

    /** Once, when the client has gone or the response is complete. */
    void onClosed(Runnable action) {
        context.runOnContext(now -> {
            if (response.closed()) {
                action.run();
            } else {
                response.closeHandler(closed -> action.run());
            }
        });
    }

    void json(JsonNode body) {
        json(200, body);
    }

    private void json(int status, JsonNode body) {
        onOpen(() -> response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toString()));
    }

    /** An error of its own, or the last event of a stream that has begun. */
    void fail(FailureException failure) {
        OpenAiError error = OpenAiError.of(failure);
        if (streaming) {
            event(error.toJson());
            onOpen(response::end);
            return;
        }
        if (error.status() == UNAVAILABLE) {
            onOpen(() -> response.putHeader("Retry-After", "1"));
        }
        json(error.status(), error.toJson());
    }

    void event(JsonNode data) {
        boolean first = !streaming;
        streaming = true;
        onOpen(() -> {
            if (first) {
                response.setChunked(true)
                        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                        .putHeader("Cache-Control", "no-cache")
                        .putHeader("X-Accel-Buffering", "no");
            }
            response.write("data: " + data + "\n\n");
        });
    }

    void endOfEvents() {
        onOpen(() -> response.end("data: [DONE]\n\n"));
    }

    private void onOpen(Runnable write) {
        context.runOnContext(now -> {
            if (!response.closed() && !response.ended()) {
                write.run();
            }
        });
    }
}
