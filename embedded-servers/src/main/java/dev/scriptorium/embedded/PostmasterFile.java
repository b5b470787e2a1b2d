package dev.scriptorium.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Postgres' own note of its process, {@code postmaster.pid}: the first line is the process id, the eighth the state. */
record PostmasterFile(Path cluster) {
    private static final int STATE_LINE = 7;

    boolean saysReady(long pid) throws IOException {
        List<String> lines = lines();
        return lines.size() > STATE_LINE
                && lines.getFirst().strip().equals(Long.toString(pid))
                && lines.get(STATE_LINE).strip().equals("ready");
    }

    /** A postmaster that outlived the JVM that started it. A note whose process id now belongs to another program is removed: Postgres would not start over it. */
    Optional<ProcessHandle> orphan() throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProcessHandle> noted =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        if (noted.isPresent() && !isPostgres(noted.get())) {
            Files.deleteIfExists(file());
            return Optional.empty();
        }
        return noted;
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(true);
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file());
        } catch (NoSuchFileException notRunning) {
            return List.of();
        }
    }

    private Path file() {
        return cluster.resolve("postmaster.pid");
    }
}
