package dev.scriptorium.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.ModelLocation.Place.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteModelTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-very-secret";
    private static final int ATTEMPTS = 3;

    private final Seen seen = new Seen();
    private final List<AutoCloseable> open = new ArrayList<>();
    private RemoteSettings settings = settings(8, 8, Duration.ofSeconds(20));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void asksTheServerUnderItsOwnNameOfTheModelAndAnswersUnderOurs() {
        FaultyServer server = server(FaultyServer.whole());

        Answer answer = ask(server);

        assertThat(answer.whole.path("model").asText()).isEqualTo("writer");
        assertThat(answer.whole.at("/choices/0/message/content").asText()).isEqualTo("Hello");
        FaultyServer.Received request = server.received().getFirst();
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.key()).isEqualTo("Bearer " + KEY);
        assertThat(request.body()).contains("\"model\":\"org/their-name\"").contains("\"temperature\":0.5");
        assertThat(seen.events).containsExactly("used 7+2", "ended");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void asksAgainAfterAFailureThatMayPass(int status) {
        FaultyServer server = server(FaultyServer.status(status), FaultyServer.status(status), FaultyServer.whole());

        Answer answer = ask(server);

        assertThat(answer.whole).isNotNull();
        assertThat(server.received()).hasSize(ATTEMPTS);
        assertThat(seen.events).containsExactly("repeated", "repeated", "used 7+2", "ended");
    }

    @Test
    void asksAgainAfterAnAnswerThatIsDamaged() {
        FaultyServer server = server(FaultyServer.broken(), FaultyServer.json("<html>"), FaultyServer.whole());

        assertThat(ask(server).whole).isNotNull();
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        FaultyServer server = server(
                FaultyServer.status(503), FaultyServer.status(503), FaultyServer.status(503), FaultyServer.whole());

        assertFails(server, FailureCode.DEPENDENCY_UNAVAILABLE, "503");
        assertThat(server.received()).hasSize(ATTEMPTS);
        assertThat(seen.events).endsWith("ended DEPENDENCY_UNAVAILABLE");
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        FaultyServer server = server(FaultyServer.status(429, "Retry-After", "1"), FaultyServer.whole());
        Instant begun = Instant.now();

        ask(server);

        assertThat(Duration.between(begun, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void failsAtOnceWhereTheServerAsksForALongerWaitThanAllowed() {
        FaultyServer longest = server(FaultyServer.status(429, "Retry-After", "3"), FaultyServer.whole());
        String inTenMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
        FaultyServer date = server(FaultyServer.status(503, "Retry-After", inTenMinutes), FaultyServer.whole());

        assertFails(longest, FailureCode.OVERLOADED, "429");
        assertFails(date, FailureCode.DEPENDENCY_UNAVAILABLE, "503");
        assertThat(longest.received()).hasSize(1);
        assertThat(date.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, some_code, BAD_REQUEST",
        "400, context_length_exceeded, INPUT_TOO_LONG",
        "401, invalid_api_key, MODEL_UNKNOWN",
        "403, forbidden, MODEL_UNKNOWN",
        "404, model_not_found, MODEL_UNKNOWN",
        "413, too_large, INPUT_TOO_LONG",
        "422, bad, BAD_REQUEST",
        "429, insufficient_quota, OVERLOADED"
    })
    void doesNotAskAgainWhereThatChangesNothing(int status, String code, FailureCode expected) {
        FaultyServer server = server(FaultyServer.refusal(status, code), FaultyServer.whole());

        assertFails(server, expected, code);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void tellsNeitherTheKeyNorTheServersMessage() {
        FaultyServer server = server(FaultyServer.status(401));

        assertThatThrownBy(() -> ask(server)).satisfies(thrown -> {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(KEY).doesNotContain("secret text");
            }
        });
        assertThat(model(server).toString()).doesNotContain(KEY);
    }

    @Test
    void tellsWhyAServerIsNotReached() {
        FaultyServer gone = server(FaultyServer.whole());
        gone.close();

        assertFails(gone, FailureCode.DEPENDENCY_UNAVAILABLE, "ConnectException");
    }

    @Test
    void followsNoRedirect() {
        FaultyServer other = server(FaultyServer.whole());
        FaultyServer server = server(FaultyServer.status(307, "Location", other.address() + "/chat/completions"));

        assertFails(server, FailureCode.MODEL_UNKNOWN, "redirect");
        assertThat(other.received()).isEmpty();
    }

    @Test
    void givesOnThePiecesOfAStream() {
        FaultyServer server = server(FaultyServer.events(
                "{\"model\":\"x\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"model\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}",
                "[DONE]"));

        Answer answer = ask(server);

        assertThat(answer.pieces)
                .hasSize(2)
                .allMatch(piece -> piece.path("model").asText().equals("writer"));
        assertThat(answer.ended).isTrue();
        assertThat(seen.events).containsExactly("used 3+1", "ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"message\":\"secret text\"}}", "{\"cut", "[]"})
    void failsWithoutASecondAttemptWhereAStreamHasBegun(String last) {
        FaultyServer server = server(FaultyServer.events("{\"choices\":[]}", last), FaultyServer.whole());

        assertFails(server, FailureCode.DEPENDENCY_UNAVAILABLE, "127.0.0.1");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void failsWhereAStreamBreaksOff() {
        assertFails(server(FaultyServer.events("{\"choices\":[]}")), FailureCode.DEPENDENCY_UNAVAILABLE, "broke off");
    }

    @Test
    void limitsTheSizeOfAnAnswer() {
        String body = "{\"choices\":\"" + "x".repeat(987) + "\"}";
        assertThat(ask(server(FaultyServer.json(body))).whole).isNotNull();

        assertFails(server(FaultyServer.json(body + " ")), FailureCode.MODEL_FAILED, "over 1001 bytes");
    }

    @Test
    void givesUpAServerThatDoesNotAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        settings = settings(8, 8, Duration.ofMillis(100));
        FaultyServer silent = server(exchange -> hold(never));
        FaultyServer stalled = server(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            hold(never);
        });

        assertFails(silent, FailureCode.DEPENDENCY_UNAVAILABLE, "timed out");
        assertFails(stalled, FailureCode.DEPENDENCY_UNAVAILABLE, "127.0.0.1");
        assertThat(silent.received()).hasSize(ATTEMPTS);
        assertThat(stalled.received()).hasSize(ATTEMPTS);
        never.countDown();
    }

    @Test
    void waitsNoLongerThanItsDeadline() {
        FaultyServer server = server(FaultyServer.status(429, "Retry-After", "2"), FaultyServer.whole());

        assertThatThrownBy(() -> ask(model(server), Instant.now().plusMillis(500)))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.OVERLOADED));
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void asksWithNoMoreRequestsThanAllowedAtOneTime() {
        settings = settings(2, 10, Duration.ofSeconds(20));
        FaultyServer server = server(FaultyServer.whole());
        RemoteModel model = model(server);

        List<CompletableFuture<Answer>> answers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ask(model, inAMinute())))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().whole).isNotNull());
        assertThat(server.mostOpen()).isLessThanOrEqualTo(2);
    }

    @Test
    void refusesMoreWaitingRequestsThanAllowed() {
        settings = settings(1, 1, Duration.ofSeconds(20));
        CountDownLatch held = new CountDownLatch(1);
        FaultyServer server = server(exchange -> {
            hold(held);
            FaultyServer.whole().answer(exchange);
        });
        RemoteModel model = model(server);
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> ask(model, inAMinute()));
        await().until(() -> server.received().size() == 1);
        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(() -> ask(model, inAMinute()));

        await().untilAsserted(() -> assertThatThrownBy(
                        () -> ask(model, Instant.now().plusMillis(20)))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.OVERLOADED))
                .hasMessageContaining("1 requests wait"));
        held.countDown();
        assertThat(first.join().whole).isNotNull();
        assertThat(second.join().whole).isNotNull();
    }

    @Test
    void cancelsItsRequestAtAnInterrupt() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        FaultyServer server = server(exchange -> hold(never));
        RemoteModel model = model(server);
        CompletableFuture<FailureCode> failed = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                ask(model, inAMinute());
            } catch (FailureException e) {
                failed.complete(e.code());
            }
        });
        await().until(() -> server.received().size() == 1);

        asking.interrupt();

        asking.join(Duration.ofSeconds(20));
        assertThat(failed.join()).isEqualTo(FailureCode.CANCELLED);
        never.countDown();
    }

    @Test
    void callsAPrivateAddressOnlyWhereItsHostIsListed() {
        FaultyServer server = server(FaultyServer.whole());
        RemoteSettings open = settings;
        settings = new RemoteSettings(
                open.connectTimeout(),
                open.responseTimeout(),
                1,
                open.firstWait(),
                open.longestWait(),
                1,
                1,
                1001,
                Set.of("localhost"));

        assertFails(server, FailureCode.MODEL_UNKNOWN, "private-hosts");
        assertThat(server.received()).isEmpty();
        for (String address : List.of("https://127.0.0.1/v1", "https://[::1]/v1", "https://10.1.2.3/v1")) {
            assertThatThrownBy(() -> ask(model(new Endpoint(URI.create(address), "m")), inAMinute()))
                    .hasMessageContaining("private address");
        }
    }

    @Test
    void readsAKeyFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, "sk-of-file\n");
        FaultyServer server = server(FaultyServer.whole());
        RemoteModel model = models(Map.of("writer", endpoint(server)), Map.of(), Map.of("writer", file))
                .of("writer")
                .orElseThrow();

        ask(model, inAMinute());

        assertThat(server.received().getFirst().key()).isEqualTo("Bearer sk-of-file");
    }

    @Test
    void refusesKeysThatCannotBeUsed(@TempDir Path folder) {
        Map<String, Endpoint> writer = Map.of("writer", new Endpoint(URI.create("https://host/v1"), "m"));

        assertThatThrownBy(() -> models(writer, Map.of("other", KEY), Map.of()))
                .hasMessageContaining("keys.other")
                .hasMessageContaining("writer");
        assertThatThrownBy(() -> models(writer, Map.of("writer", "sk\nsecret"), Map.of()))
                .hasMessageContaining("printable")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> models(writer, Map.of(), Map.of("writer", folder.resolve("none"))))
                .hasMessageContaining("key-files.writer")
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> {
                    Path file = Files.writeString(folder.resolve("key"), "k");
                    models(writer, Map.of("writer", KEY), Map.of("writer", file));
                })
                .hasMessageContaining("both have a key of writer");
    }

    private static void hold(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private FaultyServer server(FaultyServer.Behaviour... behaviours) {
        FaultyServer server = new FaultyServer(behaviours);
        open.add(server);
        return server;
    }

    private static RemoteSettings settings(int concurrency, int waiting, Duration responseTimeout) {
        return new RemoteSettings(
                Duration.ofSeconds(20),
                responseTimeout,
                ATTEMPTS,
                Duration.ofMillis(1),
                Duration.ofSeconds(2),
                concurrency,
                waiting,
                1001,
                Set.of("127.0.0.1"));
    }

    private static Endpoint endpoint(FaultyServer server) {
        return new Endpoint(server.address(), "org/their-name");
    }

    private RemoteModels models(Map<String, Endpoint> endpoints, Map<String, String> keys, Map<String, Path> files) {
        RemoteModels models = new RemoteModels(endpoints, keys, files, settings, seen, Clock.systemUTC());
        open.add(models);
        return models;
    }

    private RemoteModel model(FaultyServer server) {
        return model(endpoint(server));
    }

    private RemoteModel model(Endpoint endpoint) {
        return models(Map.of("writer", endpoint), Map.of("writer", KEY), Map.of())
                .of("writer")
                .orElseThrow();
    }

    private static Instant inAMinute() {
        return Instant.now().plusSeconds(60);
    }

    private Answer ask(FaultyServer server) {
        return ask(model(server), inAMinute());
    }

    private static Answer ask(RemoteModel model, Instant deadline) {
        Answer answer = new Answer();
        model.ask(
                "/chat/completions",
                JSON.createObjectNode().put("model", "writer").put("temperature", 0.5),
                deadline,
                answer);
        return answer;
    }

    private void assertFails(FaultyServer server, FailureCode code, String part) {
        assertThatThrownBy(() -> ask(server))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.code()).as(e.reason()).isEqualTo(code))
                .hasMessageContaining(part);
    }

    /** An answer as it came. */
    private static final class Answer implements RemoteAnswer {

        private JsonNode whole;
        private final List<JsonNode> pieces = new ArrayList<>();
        private boolean ended;

        @Override
        public void whole(ObjectNode body) {
            whole = body;
        }

        @Override
        public void piece(ObjectNode body) {
            pieces.add(body);
        }

        @Override
        public void endOfPieces() {
            ended = true;
        }
    }

    /** What an observer learns. */
    private static final class Seen implements RemoteObserver {

        private final List<String> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void ended(String model, Duration time, Optional<FailureCode> failure) {
            events.add("ended" + failure.map(code -> " " + code).orElse(""));
        }

        @Override
        public void repeated(String model) {
            events.add("repeated");
        }

        @Override
        public void used(String model, long promptTokens, long completionTokens) {
            events.add("used " + promptTokens + "+" + completionTokens);
        }
    }
}
