package dev.scriptorium.ingest.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * A receiver of webhooks that checks signatures with another implementation of Standard Webhooks, and can be restarted at its port.
 * Thread-safe.
 */
final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> atOnce = new ConcurrentHashMap<>();
    private final ToIntFunction<Message> answer;
    private final int port;
    private volatile HttpServer server;

    /** @param answer the status for a message */
    Receiver(ToIntFunction<Message> answer) {
        this.answer = answer;
        this.server = start(0);
        this.port = server.getAddress().getPort();
    }

    /**
     * A request.
     *
     * @param path without the slash, as one of many webhooks
     */
    record Message(String path, String id, JsonNode body) {

        String type() {
            return body.path("type").asText();
        }

        String job() {
            return body.at("/data/jobId").asText();
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    /** Requests to this path are checked with the secret. */
    void expect(String path, String secret) {
        secrets.put(path, secret);
    }

    /** The messages that were taken, in their order. */
    List<Message> requests() {
        return requests;
    }

    /** Signatures that are wrong, and jobs of which two messages came at once. */
    List<String> faults() {
        return faults;
    }

    /** Connections break, whatever is under way. */
    void restart() {
        server.stop(0);
        server = start(port);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private HttpServer start(int at) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::handle);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            verify(path, exchange.getRequestHeaders(), body);
            Message message =
                    new Message(path, exchange.getRequestHeaders().getFirst("webhook-id"), JSON.readTree(body));
            AtomicInteger together = atOnce.computeIfAbsent(path + message.job(), job -> new AtomicInteger());
            if (together.incrementAndGet() > 1) {
                faults.add("two at once of " + message.job());
            }
            int status = answer.applyAsInt(message);
            together.decrementAndGet();
            if (status < 300) {
                requests.add(message);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private void verify(String path, Map<String, List<String>> headers, String body) {
        String secret = secrets.get(path);
        if (secret == null) {
            return;
        }
        try {
            new Webhook(secret).verify(body, HttpHeaders.of(headers, (name, value) -> true));
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            faults.add("signature: " + e.getMessage());
        }
    }
}
