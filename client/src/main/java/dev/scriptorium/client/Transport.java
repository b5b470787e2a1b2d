package dev.scriptorium.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends requests with their credentials, and turns refusals into exceptions. Thread-safe. */
final class Transport {

    private static final int FIRST_ERROR = 400;
    private static final int LONGEST = 300;

    private final HttpClient http;
    private final String base;
    private final Optional<String> key;
    private final Duration timeout;

    Transport(HttpClient http, URI base, Optional<String> key, Duration timeout) {
        this.http = http;
        this.base = base.toString().replaceAll("/+$", "");
        this.key = key;
        this.timeout = timeout;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    CompletableFuture<JsonNode> get(String path) {
        return json(request(path).GET());
    }

    CompletableFuture<JsonNode> post(String path, Object body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body))));
    }

    CompletableFuture<JsonNode> json(HttpRequest.Builder request) {
        return send(request.header("Accept", "application/json").build(), BodyHandlers.ofString())
                .thenApply(answer -> {
                    check(answer, answer.body());
                    return Json.parse(answer.body());
                });
    }

    /** Writes the answer to a file, which must not exist yet. Nothing is left of one that breaks off. */
    CompletableFuture<Path> download(String path, Path target) {
        if (Files.exists(target)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("The file " + target + " exists already."));
        }
        BodyHandler<String> toFile = info -> info.statusCode() >= FIRST_ERROR
                ? BodySubscribers.ofString(StandardCharsets.UTF_8)
                : BodySubscribers.mapping(
                        BodySubscribers.ofFile(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        Path::toString);
        return send(request(path).GET().build(), toFile)
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        delete(target);
                    }
                })
                .thenApply(answer -> {
                    check(answer, answer.body());
                    return target;
                });
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, BodyHandler<T> handler) {
        return http.sendAsync(request, handler).exceptionallyCompose(failure -> {
            Throwable root = root(failure);
            String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
            return CompletableFuture.failedFuture(
                    new ScriptoriumException("No answer from " + base + ": " + reason + ".", root));
        });
    }

    private static void check(HttpResponse<?> answer, String body) {
        if (answer.statusCode() < FIRST_ERROR) {
            return;
        }
        Optional<JsonNode> problem = Json.tryParse(body).filter(JsonNode::isObject);
        String line = body.strip().replaceAll("\\s+", " ");
        throw new ScriptoriumException(
                answer.statusCode(),
                problem.map(json -> json.path("code").asText()).orElse(""),
                problem.map(json ->
                                json.path("detail").asText(json.path("title").asText()))
                        .orElse("HTTP status " + answer.statusCode() + ": "
                                + line.substring(0, Math.min(LONGEST, line.length()))),
                problem.map(json -> json.path("retryable").asBoolean()).orElse(answer.statusCode() >= 500),
                answer.headers()
                        .firstValue("Retry-After")
                        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
