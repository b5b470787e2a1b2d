package dev.scriptorium.standalone.instance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * The note {@code run.json} of an instance, by which other commands find it.
 *
 * @param pid of the JVM of the services
 * @param startedAt of that process, so that a reused id is not taken for it
 * @param postgresUrl as psql takes it, with the password; never printed
 */
public record RunningInstance(
        long pid, String startedAt, int httpPort, String kafka, String jdbcUrl, String postgresUrl) {
    static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    @JsonIgnore
    public boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(process -> startOf(process).equals(startedAt))
                .isPresent();
    }

    /** The address of Postgres without the password. */
    @JsonIgnore
    public String postgresAddress() {
        return postgresUrl.replaceFirst("//([^:@/]*):[^@]*@", "//$1@");
    }

    @JsonIgnore
    public String baseUrl() {
        return "http://127.0.0.1:" + httpPort;
    }
}
