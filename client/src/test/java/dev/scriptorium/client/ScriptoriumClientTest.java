package dev.scriptorium.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client sends, and what it makes of the answers of a server that the test scripts. */
class ScriptoriumClientTest {

    private static final String RUNNING = job("RUNNING");
    private static final String FINISHED = job("SUCCEEDED");

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Deque<Request> requests = new ArrayDeque<>();
    private HttpServer server;
    private ScriptoriumClient client;

    @TempDir
    Path folder;

    private record Answer(int status, String body, Map<String, String> headers) {}

    private record Request(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = ScriptoriumClient.builder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .key("scr_key")
                .build();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsAJobWithItsTasksInFrontOfItsDocuments() throws IOException {
        Path file = Files.writeString(folder.resolve("a \"b\".md"), "# Title");
        answers.add(ok(RUNNING));

        Job job = client.submit(NewJob.builder()
                .file(file)
                .text(new NewJob.TextDocument("one", null, "Zwei\nZeilen", "de"))
                .summarize(2)
                .translate("fr")
                .translateFiles("es")
                .classify("sentiment")
                .idempotencyKey("k-1")
                .build());

        assertThat(job.state()).isEqualTo(State.RUNNING);
        Request request = requests.remove();
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/jobs");
        assertThat(request.header("Authorization")).isEqualTo("Bearer scr_key");
        assertThat(request.header("Idempotency-key")).isEqualTo("k-1");
        assertThat(request.body().indexOf("name=\"tasks\""))
                .isPositive()
                .isLessThan(request.body().indexOf("name=\"files\""));
        assertThat(request.body())
                .contains("{\"summarize\":{\"sentences\":2},\"translate\":[\"fr\",")
                .contains("{\"customId\":\"one\",\"text\":\"Zwei\\nZeilen\",\"language\":\"de\"}")
                .contains("filename=\"a _b_.md\"\r\n")
                .contains("# Title\r\n");
    }

    @Test
    void refusesAJobWithoutDocumentsOrTasks() {
        assertThatIllegalStateException()
                .isThrownBy(() -> NewJob.builder().translate("de").build())
                .withMessageContaining("document");
        assertThatIllegalStateException()
                .isThrownBy(() -> NewJob.builder().text("a").build())
                .withMessageContaining("task");
    }

    @Test
    void asksUntilTheJobIsFinished() {
        answers.addAll(List.of(ok(RUNNING), ok(RUNNING), ok(FINISHED)));

        Job job = client.finished("1", Duration.ofSeconds(30));

        assertThat(job.state()).isEqualTo(State.SUCCEEDED);
        assertThat(requests)
                .hasSize(3)
                .allMatch(request -> request.header("Prefer").equals("wait=20"));
    }

    @Test
    void givesTheJobAsItIsWhenThePatienceEnds() {
        answers.addAll(List.of(ok(RUNNING), ok(RUNNING), ok(RUNNING), ok(RUNNING)));

        Job job = client.finished("1", Duration.ofMillis(1));

        assertThat(job.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void readsAllPagesOfDocuments() {
        String document =
                "{\"id\":\"%s\",\"jobId\":\"1\",\"state\":\"QUEUED\",\"fileName\":\"a.txt\",\"sha256\":\"0\",\"size\":1,"
                        + "\"attempt\":1,\"tasks\":[],\"createdAt\":\"2026-11-28T12:00:00Z\",\"new\":{\"member\":1}}";
        answers.add(ok("{\"documents\":[" + document.formatted("a") + "],\"nextPageToken\":\"t+1\"}"));
        answers.add(ok("{\"documents\":[" + document.formatted("b") + "]}"));

        List<Document> documents = client.documents("1");

        assertThat(documents).extracting(Document::id).containsExactly("a", "b");
        assertThat(requests.getLast().path()).endsWith("pageToken=t%2B1");
    }

    @Test
    void tellsWhyARequestWasRefused() {
        answers.add(new Answer(
                503,
                "{\"status\":503,\"title\":\"t\",\"detail\":\"Too much work.\",\"code\":\"OVERLOADED\",\"retryable\":true}",
                Map.of("Retry-After", "5")));
        answers.add(new Answer(502, "<html>Bad\n gateway</html>", Map.of()));

        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.translate(List.of("a"), null, "de"))
                .withMessage("Too much work.")
                .satisfies(failure -> {
                    assertThat(failure.status()).isEqualTo(503);
                    assertThat(failure.code()).isEqualTo("OVERLOADED");
                    assertThat(failure.isRetryable()).isTrue();
                    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
                });
        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.languages())
                .withMessageContaining("502: <html>Bad gateway");
    }

    @Test
    void tellsThatNothingAnswers() {
        server.stop(0);

        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.job("1"))
                .withMessageStartingWith("No answer from http://127.0.0.1:")
                .matches(failure -> failure.status() == 0 && failure.isRetryable());
    }

    @Test
    void tellsThatAnAnswerIsNoneOfThisApi() {
        answers.addAll(List.of(ok("not JSON"), ok("{\"state\": []}")));

        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.job("1"))
                .withMessageContaining("no JSON");
        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.job("1"))
                .withMessageContaining("another form than Job");
    }

    @Test
    void writesAFileOrNothing() throws IOException {
        Path target = folder.resolve("a.de.txt");
        answers.add(new Answer(409, "{\"code\":\"RESULT_PENDING\",\"detail\":\"Later.\"}", Map.of()));
        answers.add(ok("Guten Morgen."));

        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.downloadTranslation("1", "de", target))
                .withMessage("Later.");
        assertThat(target).doesNotExist();
        assertThat(client.downloadTranslation("1", "de", target)).hasContent("Guten Morgen.");
        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.downloadTranslation("1", "de", target))
                .withMessageContaining("exists already");
        assertThat(requests.getLast().path()).isEqualTo("/v1/documents/1/translations/de/file");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                body));
        Answer answer = answers.remove();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Answer ok(String body) {
        return new Answer(200, body, Map.of());
    }

    private static String job(String state) {
        return "{\"id\":\"1\",\"state\":\"" + state + "\",\"documents\":{\"total\":1,\"succeeded\":0,\"partial\":0,"
                + "\"failed\":0,\"cancelled\":0,\"expired\":0},\"progress\":0.5,\"usage\":{},"
                + "\"createdAt\":\"2026-11-28T12:00:00Z\"}";
    }
}
