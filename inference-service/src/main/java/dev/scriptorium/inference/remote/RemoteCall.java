package dev.scriptorium.inference.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.ModelLocation.Place.Endpoint;
import dev.scriptorium.modelrepository.hub.WatchedBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to ask a server. Redirects are not followed, so that the key goes nowhere else. Safe for many threads. */
final class RemoteCall {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";
    private static final int REFUSAL_BYTES = 1 << 16;

    private final Endpoint endpoint;
    private final Optional<String> key;
    private final RemoteSettings settings;
    private final PrivateAddresses addresses;
    private final Refusals refusals;
    private final Clock clock;
    private final HttpClient http;

    /** @param name of the model here */
    RemoteCall(
            String name,
            Endpoint endpoint,
            Optional<String> key,
            RemoteSettings settings,
            HttpClient http,
            Clock clock) {
        this.endpoint = endpoint;
        this.key = key;
        this.settings = settings;
        this.addresses = new PrivateAddresses(settings.privateHosts());
        this.refusals = new Refusals(name, endpoint.address().getHost(), clock);
        this.clock = clock;
        this.http = http;
    }

    /** @throws AttemptException where another attempt may succeed */
    void make(String path, ObjectNode request, Instant deadline, RemoteAnswer answer)
            throws AttemptException, InterruptedException {
        addresses.check(endpoint.address());
        Duration left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) {
            throw new FailureException(
                    FailureCode.DEADLINE_EXCEEDED, "The remote model was not asked within the deadline");
        }
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(endpoint.address() + path))
                .timeout(left.compareTo(settings.responseTimeout()) < 0 ? left : settings.responseTimeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "scriptorium")
                .POST(BodyPublishers.ofString(
                        request.deepCopy().put("model", endpoint.model()).toString()));
        key.ifPresent(secret -> post.header("Authorization", "Bearer " + secret));
        try {
            HttpResponse<InputStream> response = http.send(post.build(), BodyHandlers.ofInputStream());
            try (InputStream body = new BoundedBody(
                    new WatchedBody(response.body(), settings.responseTimeout()),
                    settings.responseBytes(),
                    deadline,
                    clock)) {
                read(response, body, answer);
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw broken(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    private AttemptException broken(String how, @Nullable Exception cause) {
        return new AttemptException(
                new FailureException(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        endpoint.address().getHost() + " does not answer as it should: " + how,
                        cause),
                Optional.empty());
    }

    private void read(HttpResponse<InputStream> response, InputStream body, RemoteAnswer answer)
            throws IOException, AttemptException {
        if (response.statusCode() / 100 != 2) {
            throw refusals.of(response.statusCode(), response.headers(), refusal(body));
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/event-stream")) {
            readPieces(new BufferedReader(new InputStreamReader(body, UTF_8)), answer);
        } else {
            answer.whole(object(new String(body.readAllBytes(), UTF_8)));
        }
    }

    private static JsonNode refusal(InputStream body) {
        try {
            JsonNode json = JSON.readTree(body.readNBytes(REFUSAL_BYTES));
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) { // what is refused is known by the status
            return MissingNode.getInstance();
        }
    }

    private void readPieces(BufferedReader lines, RemoteAnswer answer) throws IOException, AttemptException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith(DATA)) {
                continue;
            }
            String data = line.substring(DATA.length()).strip();
            if (data.equals("[DONE]")) {
                answer.endOfPieces();
                return;
            }
            ObjectNode piece = object(data);
            if (piece.hasNonNull("error")) {
                throw broken("a stream ended with an error", null);
            }
            answer.piece(piece);
        }
        throw broken("a stream broke off", null);
    }

    private ObjectNode object(String text) throws AttemptException {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw broken("an answer is no JSON object", null);
        } catch (JsonProcessingException e) {
            throw broken("an answer is no JSON", null);
        }
    }
}
