package dev.scriptorium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged product on a data folder of its own. Not thread-safe. */
final class Platform implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(8);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    private Platform(Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    /** Starts it on an empty folder of that name, which is kept to be looked at afterwards. */
    static Platform up(String name) throws IOException {
        Path data = Path.of("target", "e2e", name).toAbsolutePath();
        delete(data);
        Platform platform = new Platform(data, launch(data));
        try {
            platform.awaitReady();
        } catch (RuntimeException notReady) {
            platform.close();
            throw notReady;
        }
        return platform;
    }

    /** Not started: each command that needs the platform starts it for itself. */
    static Platform off(String name) throws IOException {
        Path data = Path.of("target", "e2e", name).toAbsolutePath();
        delete(data);
        Files.createDirectories(data);
        return new Platform(data, null);
    }

    /** Sets a variable of the commands that follow. */
    void environment(String name, String value) {
        environment.put(name, value);
    }

    /** Starts it again after {@link #kill}, on the same data. */
    void upAgain() {
        process = launch(data);
        awaitReady();
    }

    /** The processes of Kafka and Postgres. */
    List<ProcessHandle> servers() {
        return Stream.of(kafkaProcess(), postgresProcess())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    /** The JVM of the services, at once; its servers are left to themselves. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void killKafka() {
        kill(kafkaProcess());
    }

    void killPostgres() {
        kill(postgresProcess());
    }

    /** All three at once. Postgres ends by itself once the services are gone, so its process is looked up before. */
    void killEverything() {
        List<ProcessHandle> servers = servers();
        kill();
        servers.forEach(ProcessHandle::destroyForcibly);
        servers.forEach(server -> server.onExit().join());
    }

    private long kafkaProcess() {
        return Long.parseLong(read(data.resolve("kafka/broker.pid")).split(" ")[0]);
    }

    private long postgresProcess() {
        return Long.parseLong(read(data.resolve("postgres/cluster/postmaster.pid"))
                .lines()
                .findFirst()
                .orElseThrow());
    }

    /** All that the broker keeps: topics, records, offsets. Only while nothing runs. */
    void wipeKafka() throws IOException {
        delete(data.resolve("kafka/data"));
    }

    Connection database() throws SQLException {
        String url = run().path("postgresUrl").asText();
        // postgresql://user:password@host:port/database
        String credentials = url.substring(url.indexOf("//") + 2, url.indexOf('@'));
        String[] parts = credentials.split(":");
        return DriverManager.getConnection(run().path("jdbcUrl").asText(), parts[0], parts[1]);
    }

    String kafka() {
        return run().path("kafka").asText();
    }

    /** Submits a body in JSON and gives the job's id. */
    String submit(String body) {
        JsonNode job = send(request("/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        return job.path("id").asText();
    }

    JsonNode get(String path) {
        return send(request(path).build());
    }

    /** Where the API and the console are, without a path. */
    String address() {
        return "http://127.0.0.1:" + run().path("httpPort").asInt();
    }

    /** The status of a GET. */
    int status(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.discarding()).statusCode();
    }

    /** Runs a command on this data folder to its end. */
    Outcome command(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java());
        command.addAll(arguments);
        Path errors = Files.createTempFile("scriptorium-e2e-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("SCRIPTORIUM_DATA", data.toString());
        builder.environment().putAll(environment);
        Process running = builder.start();
        List<String> lines = running.inputReader().lines().toList();
        return new Outcome(running.waitFor(), lines, read(errors));
    }

    record Outcome(int exitCode, List<String> output, String errors) {}

    /** Stops it in good order, and whatever a killed one left behind. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!process.onExit()
                .orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .handle((ended, late) -> late == null)
                .join()) {
            process.destroyForcibly();
        }
        Path postmaster = data.resolve("postgres/cluster/postmaster.pid");
        if (Files.exists(postmaster)) {
            killPostgres();
        }
    }

    private void awaitReady() {
        Awaitility.await("the platform is ready: " + data)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .failFast("it ended while it started", () -> !process.isAlive())
                .until(() -> Files.exists(data.resolve("run.json"))
                        && run().path("pid").asLong() == process.pid());
    }

    private static Process launch(Path data) {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("up", "--data", data.toString()));
        try {
            Files.createDirectories(data);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolve("up.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                // what was lost is sent again after 15 s in place of minutes
                "-Dscriptorium.ingest.lease=15S",
                "-jar",
                System.getProperty("e2e.application"));
    }

    private JsonNode run() {
        try {
            return JSON.readTree(data.resolve("run.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(60));
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
        });
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
