package dev.scriptorium.standalone.instance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;

/**
 * The note {@code run.json} of an instance, by which other commands find it.
 *
 * @param pid of the JVM of the services, or of the one that started them as processes of their own
 * @param startedAt of that process, so that a reused id is not taken for it
 * @param postgresUrl as psql takes it, with the password; never printed
 * @param services those that are processes of their own; empty where all are in one JVM
 */
public record RunningInstance(
        long pid,
        String startedAt,
        int httpPort,
        String kafka,
        String jdbcUrl,
        String postgresUrl,
        List<RunningService> services) {
    /** The note of an older version has no services. */
    @SuppressWarnings("NullAway")
    public RunningInstance {
        services = services == null ? List.of() : List.copyOf(services);
    }

    /** The instance of this JVM. */
    static RunningInstance of(int httpPort, Servers servers, List<RunningService> services) {
        ProcessHandle self = ProcessHandle.current();
        return new RunningInstance(
                self.pid(),
                startOf(self),
                httpPort,
                servers.kafka().bootstrapServers(),
                servers.postgres().jdbcUrl(),
                servers.postgres().url(),
                services);
    }

    RunningInstance with(List<RunningService> services) {
        return new RunningInstance(pid, startedAt, httpPort, kafka, jdbcUrl, postgresUrl, services);
    }

    static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    @JsonIgnore
    public boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(process -> startOf(process).equals(startedAt))
                .isPresent();
    }

    /** Parameters go as well: drivers take the password there too. */
    public static String withoutPassword(String url) {
        return url.replaceFirst("//([^:@/]*):[^@]*@", "//$1@").replaceFirst("\\?.*", "");
    }

    /** The address of Postgres without the password. */
    @JsonIgnore
    public String postgresAddress() {
        return withoutPassword(postgresUrl);
    }

    @JsonIgnore
    public String baseUrl() {
        return "http://127.0.0.1:" + httpPort;
    }

    /** Where the inference service takes gRPC calls. */
    @JsonIgnore
    public String inferenceUrl() {
        return services.stream()
                .filter(service -> service.name().equals("inference"))
                .map(service -> "http://127.0.0.1:" + service.port())
                .findFirst()
                .orElseGet(this::baseUrl);
    }

    /** Where health and metrics are: one address for each process. */
    @JsonIgnore
    public List<String> managementUrls() {
        return services.isEmpty()
                ? List.of(baseUrl())
                : services.stream().map(RunningService::managementUrl).toList();
    }
}
