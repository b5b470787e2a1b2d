package dev.scriptorium.core.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a job is, counted in tasks. */
public record Progress(int tasksOver, int tasks) {

    public Progress {
        if (tasksOver < 0 || tasks < 1 || tasksOver > tasks) {
            throw new IllegalArgumentException("0 <= tasksOver <= tasks, 1 <= tasks: " + tasksOver + ", " + tasks);
        }
    }

    /** From 0 to 1. */
    public double fraction() {
        return (double) tasksOver / tasks;
    }

    /** When the rest is done if it goes on as it went so far; empty while nothing is done and when all is. */
    public Optional<Instant> expectedEnd(@Nullable Instant startedAt, Instant now) {
        if (startedAt == null || tasksOver == 0 || tasksOver == tasks) {
            return Optional.empty();
        }
        double soFar = Math.max(0, Duration.between(startedAt, now).toMillis());
        return Optional.of(now.plusMillis(Math.round(soFar / tasksOver * (tasks - tasksOver))));
    }
}
