package dev.scriptorium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.testing.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The five services as processes of their own on a Kafka and a Postgres: two instances of ingest, inference and translator, at 127.0.0.1 and 127.0.0.2, and
 * one each of tokenizer and summarizer. Callers find both instances by one name, as they do by DNS.
 */
final class Cluster implements AutoCloseable {
    private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2");
    private static final List<String> SERVICES =
            List.of("ingest", "tokenizer", "inference", "summarizer", "translator");
    private static final List<String> TWICE = List.of("ingest", "inference", "translator");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServers servers = TestServers.shared();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, List<ServiceProcess>> instances = new LinkedHashMap<>();

    private Cluster() {}

    static Cluster start() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "e2e").toAbsolutePath());
        folder = Files.createTempDirectory(folder, "cluster-");
        Cluster cluster = new Cluster();
        Map<String, String> environment = cluster.environment(folder);
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String service : SERVICES) {
            int port = freePort();
            ports.put(service, port);
            String name = service.toUpperCase(Locale.ROOT);
            environment.put(name + "_HOST", service + ".test");
            environment.put(name + "_PORT", Integer.toString(port));
        }
        for (String service : SERVICES) {
            List<ServiceProcess> started = new ArrayList<>();
            for (String host : TWICE.contains(service) ? HOSTS : HOSTS.subList(0, 1)) {
                started.add(new ServiceProcess(service, host, ports.get(service), freePort(), folder, environment));
            }
            cluster.instances.put(service, started);
        }
        try {
            cluster.all().forEach(ServiceProcess::awaitReady);
        } catch (RuntimeException notReady) {
            cluster.close();
            throw notReady;
        }
        return cluster;
    }

    ServiceProcess instance(String service, int number) {
        return instances.get(service).get(number);
    }

    List<ServiceProcess> instances(String service) {
        return instances.get(service);
    }

    String kafka() {
        return servers.bootstrapServers();
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(servers.jdbcUrl(), servers.username(), servers.password());
    }

    /** Submits a body in JSON to an instance of ingest and gives the job's id. */
    String submit(int ingest, String body) {
        HttpResponse<String> answer = post(ingest, "/v1/jobs", body);
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("not accepted: " + answer.statusCode() + " " + answer.body());
        }
        return parse(answer.body()).path("id").asText();
    }

    HttpResponse<String> post(int ingest, String path, String body) {
        return send(HttpRequest.newBuilder(instance("ingest", ingest).uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** From the first instance of ingest that answers. */
    JsonNode get(String path) {
        List<String> failures = new ArrayList<>();
        for (ServiceProcess ingest : instances("ingest")) {
            try {
                HttpResponse<String> answer = send(HttpRequest.newBuilder(ingest.uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .build());
                if (answer.statusCode() == 200) {
                    return parse(answer.body());
                }
                failures.add(answer.statusCode() + " " + answer.body());
            } catch (UncheckedIOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        throw new IllegalStateException(path + ": " + failures);
    }

    void awaitProgress(String job, double progress, Duration limit) {
        Awaitility.await("job " + job + " progresses to " + progress)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> get("/v1/jobs/" + job).path("progress").asDouble() >= progress);
    }

    @Override
    public void close() {
        all().forEach(ServiceProcess::kill);
    }

    private List<ServiceProcess> all() {
        return instances.values().stream().flatMap(List::stream).toList();
    }

    private Map<String, String> environment(Path folder) throws IOException {
        Path hosts = folder.resolve("hosts");
        List<String> lines = new ArrayList<>(List.of("127.0.0.1 localhost"));
        for (String service : SERVICES) {
            for (String host : TWICE.contains(service) ? HOSTS : HOSTS.subList(0, 1)) {
                lines.add(host + " " + service + ".test");
            }
        }
        Files.write(hosts, lines);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // what was lost is sent again after 15 s in place of minutes
        environment.put(
                "SCRIPTORIUM_JAVA_OPTIONS",
                "-Djdk.net.hosts.file=" + hosts + " -XX:TieredStopAtLevel=1 -Dscriptorium.ingest.lease=15S");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.bootstrapServers());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", servers.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", servers.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", servers.password());
        environment.put(
                "SCRIPTORIUM_INGEST_BLOB_DIRECTORY", folder.resolve("blobs").toString());
        environment.put(
                "SCRIPTORIUM_INFERENCE_LABELS_DIRECTORY",
                folder.resolve("label-sets").toString());
        environment.put("SHUTDOWN_DELAY", "1S");
        return environment;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Free at all addresses of this machine. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.getLocalPort();
        }
    }
}
