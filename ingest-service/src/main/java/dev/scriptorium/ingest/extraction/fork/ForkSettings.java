package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.ingest.extraction.parse.Limits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link ForkPool} keeps its processes.
 *
 * @param count processes at the same time
 * @param documentsPerFork after which a process is replaced, before what it leaks adds up
 * @param deadline for one document; the process is killed after it
 * @param idleTime after which a process that does nothing is ended
 * @param comments whether reviewers' comments are read
 * @param folder where each process gets a folder for its temporary files
 */
public record ForkSettings(
        int count,
        int documentsPerFork,
        Duration deadline,
        Duration idleTime,
        Path folder,
        Limits limits,
        boolean comments) {

    public ForkSettings {
        if (count < 1 || documentsPerFork < 1) {
            throw new IllegalArgumentException(
                    "at least one process and one document each: " + count + ", " + documentsPerFork);
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline is positive: " + deadline);
        }
    }
}
