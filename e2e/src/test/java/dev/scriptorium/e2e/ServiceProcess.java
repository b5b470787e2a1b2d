package dev.scriptorium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One instance of a service, started as an operator starts it: {@code deploy/bin/run-service} with variables. Not thread-safe. */
final class ServiceProcess {
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String service;
    private final String host;
    private final int port;
    private final int managementPort;
    private final Path log;
    private final Map<String, String> environment;
    private Process process;

    ServiceProcess(
            String service, String host, int port, int managementPort, Path folder, Map<String, String> environment) {
        this.service = service;
        this.host = host;
        this.port = port;
        this.managementPort = managementPort;
        this.log = folder.resolve(service + "-" + host + ".log");
        this.environment = new HashMap<>(environment);
        this.environment.put("HTTP_HOST", host);
        this.environment.put("HTTP_PORT", Integer.toString(port));
        this.environment.put("MANAGEMENT_PORT", Integer.toString(managementPort));
        this.environment.put(
                "SCRIPTORIUM_TEMPORARY",
                folder.resolve("tmp-" + service + "-" + host).toString());
        this.process = launch();
    }

    URI uri(String path) {
        return URI.create("http://" + host + ":" + port + path);
    }

    /** The answer of the readiness check, whatever its status. */
    String readiness() {
        try {
            return answer("/q/health/ready").body();
        } catch (IOException e) {
            return "does not answer: " + e.getMessage();
        }
    }

    boolean isReady() {
        try {
            return process.isAlive() && answer("/q/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    void awaitReady() {
        Awaitility.await(service + " at " + host + " is ready; see " + log)
                .atMost(READY_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .failFast("it ended while it started; see " + log, () -> !process.isAlive())
                .until(this::isReady);
    }

    /** At once, as by {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** In good order, as by SIGTERM; fails when the process does not end. */
    void stop() {
        process.destroy();
        process.onExit().orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    void startAgain() {
        process = launch();
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(System.getProperty("e2e.run-service"), service)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> answer(String path) throws IOException {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://" + host + ":" + managementPort + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
