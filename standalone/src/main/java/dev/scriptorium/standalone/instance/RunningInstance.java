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
}
