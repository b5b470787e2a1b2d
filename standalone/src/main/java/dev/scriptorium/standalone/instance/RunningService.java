package dev.scriptorium.standalone.instance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service that is a process of its own, as the note of the instance lists it.
 *
 * @param pid of its present process, or of the last one while it waits to be started again
 * @param startedAt of that process, so that a reused id is not taken for it
 * @param restarts how often it ended by itself and was started again
 * @param lastEnd how and when it last ended by itself; null: it never did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunningService(
        String name,
        long pid,
        String startedAt,
        int port,
        int managementPort,
        int restarts,
        @Nullable String lastEnd) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final int KIBIBYTE = 1024;

    @JsonIgnore
    public boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(process -> RunningInstance.startOf(process).equals(startedAt) && process.isAlive())
                .isPresent();
    }

    @JsonIgnore
    public String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    /** Its resident memory in bytes; empty where the system does not tell. */
    @JsonIgnore
    public OptionalLong residentMemory() {
        try {
            Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) * KIBIBYTE) : OptionalLong.empty();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }
}
