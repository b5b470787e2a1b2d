package dev.scriptorium.inference.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with OpenAI's API that answers as it is told, one behaviour a request, the last one for all that follow. */
final class FaultyServer implements AutoCloseable {

    static final String WHOLE = """
            {"id":"1","object":"chat.completion","model":"their-name","choices":[{"index":0,"message":{"role":"assistant",\
            "content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}""";

    /** How a request is answered. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** A request as it came. */
    record Received(String path, String key, String body) {}

    private final HttpServer server;
    private final Queue<Behaviour> behaviours = new ArrayDeque<>();
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    FaultyServer(Behaviour... behaviours) {
        this.behaviours.addAll(List.of(behaviours));
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (exchange) {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            next().answer(exchange);
        } finally {
            open.decrementAndGet();
        }
    }

    private synchronized Behaviour next() {
        return behaviours.size() > 1 ? behaviours.remove() : behaviours.element();
    }

    static Behaviour whole() {
        return json(WHOLE);
    }

    static Behaviour json(String body) {
        return exchange -> send(exchange, 200, "application/json", body);
    }

    static Behaviour status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            send(
                    exchange,
                    status,
                    "application/json",
                    "{\"error\":{\"message\":\"secret text\",\"code\":\"some_code\"}}");
        };
    }

    static Behaviour refusal(int status, String code) {
        return exchange -> send(exchange, status, "application/json", "{\"error\":{\"code\":\"" + code + "\"}}");
    }

    /** The connection ends inside the body. */
    static Behaviour broken() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"id\"".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("broken on purpose");
        };
    }

    static Behaviour events(String... data) {
        StringBuilder body = new StringBuilder(": comment\n\n");
        for (String event : data) {
            body.append("data: ").append(event).append("\n\n");
        }
        return exchange -> send(exchange, 200, "text/event-stream; charset=utf-8", body.toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** Requests that were under way at one time. */
    int mostOpen() {
        return mostOpen.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
