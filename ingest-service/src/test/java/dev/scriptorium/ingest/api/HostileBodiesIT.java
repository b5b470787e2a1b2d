package dev.scriptorium.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.testing.servers.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged service with a heap of 256 MiB lives on, whatever body it is sent: 400 MB each, of unannounced size. */
class HostileBodiesIT {

    private static final long SIZE = 400_000_000;
    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final String MULTIPART = "multipart/form-data; boundary=x";
    private static final String JSON = "application/json";
    private static final String TASKS =
            "--x\r\nContent-Disposition: form-data; name=\"tasks\"\r\n\r\n{\"summarize\":{}}\r\n";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private static Process service;
    private static Path log;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        assertThat(APPLICATION)
                .as("the packaged service: run the package phase first")
                .exists();
        TestServers servers = TestServers.shared();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dscriptorium.ingest.blob-directory="
                        + Path.of("target", "blobs").toAbsolutePath(),
                "-Dscriptorium.ingest.storage.min-free=1MiB",
                "-Dscriptorium.ingest.limits.documents=500",
                "-Dkafka.bootstrap.servers=" + servers.bootstrapServers(),
                "-Dquarkus.datasource.jdbc.url=" + servers.jdbcUrl(),
                "-jar",
                APPLICATION.toString());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_DATASOURCE_USERNAME", servers.username(),
                        "QUARKUS_DATASOURCE_PASSWORD", servers.password()));
        service = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> status("/v1/jobs") == 200);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        service.destroy();
        if (!service.waitFor(60, TimeUnit.SECONDS)) {
            service.destroyForcibly();
        }
    }

    static Stream<Arguments> bodies() {
        String documents = "{\"tasks\":{\"summarize\":{}},\"documents\":[";
        return Stream.of(
                Arguments.of("empty documents", "/v1/jobs", JSON, documents, "{},"),
                Arguments.of("one text", "/v1/jobs", JSON, documents + "{\"text\":\"", "xxxxxxxx"),
                Arguments.of("a text of escapes", "/v1/jobs", JSON, documents + "{\"text\":\"", "\\u00fc"),
                Arguments.of("one name", "/v1/jobs", JSON, documents + "{\"name\":\"", "xxxxxxxx"),
                Arguments.of("a member's name", "/v1/jobs", JSON, "{\"", "xxxxxxxx"),
                Arguments.of("one number", "/v1/jobs", JSON, "{\"documents\":", "77777777"),
                Arguments.of("a deep nest", "/v1/jobs", JSON, "{\"documents\":", "[[[[[[[["),
                Arguments.of("many targets", "/v1/jobs", JSON, "{\"tasks\":{\"translate\":[", "\"de\","),
                Arguments.of("blanks", "/v1/jobs", JSON, "", "        "),
                Arguments.of("texts", "/v1/translate", JSON, "{\"target\":\"de\",\"texts\":[", "\"\","),
                Arguments.of("one text to summarise", "/v1/summarize", JSON, "{\"text\":\"", "xxxxxxxx"),
                Arguments.of("examples", "/v1/label-sets/x", "text/csv", "text,label\n", "Pay me,bill\n"),
                Arguments.of("a part's header", "/v1/jobs", MULTIPART, "--x\r\nX: ", "xxxxxxxx"),
                Arguments.of("a part's headers", "/v1/jobs", MULTIPART, "--x\r\n", "X: y\r\n"),
                Arguments.of(
                        "a file's name",
                        "/v1/jobs",
                        MULTIPART,
                        TASKS + "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"",
                        "xxxxxxxx"),
                Arguments.of(
                        "a file",
                        "/v1/jobs",
                        MULTIPART,
                        TASKS + "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n",
                        "xxxxxxxx"),
                Arguments.of(
                        "files",
                        "/v1/jobs",
                        MULTIPART,
                        TASKS,
                        "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nx\r\n"),
                Arguments.of(
                        "the tasks",
                        "/v1/jobs",
                        MULTIPART,
                        "--x\r\nContent-Disposition: form-data; name=\"tasks\"\r\n\r\n",
                        "{\"summarize\":"),
                Arguments.of("what comes before the first part", "/v1/jobs", MULTIPART, "", "xxxxxxxx"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void livesOnAfter(String name, String path, String type, String start, String repeated) {
        Optional<Integer> status = send(path, type, start, repeated);

        // Without a status the service closed the connection while the body was still being sent.
        status.ifPresent(answered -> assertThat(answered).as(name).isIn(400, 413, 422, 503));
        assertThat(service.isAlive()).as("alive after %s", name).isTrue();
        assertThat(status("/v1/jobs")).isEqualTo(200);
    }

    @Test
    void livesOnWhileManyLongTextsComeAtOnce() {
        String start = "{\"tasks\":{\"summarize\":{}},\"documents\":[{\"text\":\"";

        CompletableFuture.allOf(IntStream.range(0, 12)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> send("/v1/jobs", JSON, start, "xxxxxxxx")))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(service.isAlive()).isTrue();
        assertThat(status("/v1/jobs")).isEqualTo(200);
    }

    @Test
    void logsNoErrorWhenAClientLeaves() throws IOException {
        for (String body : List.of(TASKS, "{\"documents\":[{\"text\":\"Good mor")) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                String type = body.startsWith("{") ? JSON : MULTIPART;
                OutputStream out = socket.getOutputStream();
                out.write(("POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                                + "\r\nContent-Length: 1000\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }

        assertThat(status("/v1/jobs")).isEqualTo(200);
        assertThat(Files.readString(log)).doesNotContain(" ERROR ");
    }

    private static Optional<Integer> send(String path, String type, String start, String repeated) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", type)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Endless(start, repeated)))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return Optional.of(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int status(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A start, then the same again and again. */
    private static final class Endless extends InputStream {

        private final byte[] start;
        private final byte[] repeated;
        private long given;

        Endless(String start, String repeated) {
            this.start = start.getBytes(StandardCharsets.UTF_8);
            this.repeated = repeated.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            if (given >= SIZE) {
                return -1;
            }
            long at = given++;
            return at < start.length ? start[(int) at] : repeated[(int) ((at - start.length) % repeated.length)];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (given >= SIZE) {
                return -1;
            }
            for (int i = 0; i < length; i++) {
                int next = read();
                if (next < 0) {
                    return i;
                }
                buffer[offset + i] = (byte) next;
            }
            return length;
        }
    }
}
