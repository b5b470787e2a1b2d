package dev.scriptorium.standalone.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP API whose answers a test gives: for each method and path the next one, and the last one for ever. Thread-safe. */
public final class FakeApi implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> idempotencyKeys = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, String body) {}

    public FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param request such as {@code GET /v1/jobs} */
    public FakeApi answer(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public PipelineClient client() {
        return new PipelineClient(
                "http://127.0.0.1:" + port(), List.of("http://127.0.0.1:" + port()), Optional.of("the token"));
    }

    /** Method and path of all requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public List<String> idempotencyKeys() {
        return List.copyOf(idempotencyKeys);
    }

    public static String job(String id, String state, int succeeded, int failed) {
        return """
                {"id": "%s", "state": "%s", "progress": 0.5, "createdAt": "2026-11-27T10:00:00Z", "addedLater": 1,
                 "documents": {"total": %d, "succeeded": %d, "partial": 0, "failed": %d, "cancelled": 0, "expired": 0}}""".formatted(id, state, Math.max(1, succeeded + failed), succeeded, failed);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(request);
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key != null) {
            idempotencyKeys.add(key);
        }
        exchange.getRequestBody().readAllBytes();
        Answer answer = next(request);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized Answer next(String request) {
        Queue<Answer> left = answers.getOrDefault(request, new ArrayDeque<>());
        Answer first = left.peek();
        if (left.size() > 1) {
            left.remove();
        }
        return first == null
                ? new Answer(
                        404,
                        "{\"title\": \"Not Found\", \"detail\": \"There is no " + request
                                + ".\", \"code\": \"NOT_FOUND\"}")
                : first;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
