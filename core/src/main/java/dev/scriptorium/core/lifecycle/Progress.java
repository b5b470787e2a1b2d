package dev.scriptorium.core.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a job is, counted in tasks: those with a result or a failure are done, stopped ones are not. */
public record Progress(int tasksDone, int tasks) {

    public Progress {
        if (tasksDone < 0 || tasks < 1 || tasksDone > tasks) {
            throw new IllegalArgumentException("0 <= tasksDone <= tasks, 1 <= tasks: " + tasksDone + ", " + tasks);
        }
    }

    /** From 0 to 1. */
    public double fraction() {
        return (double) tasksDone / tasks;
    }

    /** When all tasks are done at the pace so far; empty while none is, and once all are. */
    public Optional<Instant> expectedEnd(@Nullable Instant startedAt, Instant now) {
        if (startedAt == null || tasksDone == 0 || tasksDone == tasks) {
            return Optional.empty();
        }
        double soFar = Math.max(0, Duration.between(startedAt, now).toMillis());
        return Optional.of(now.plusMillis(Math.round(soFar / tasksDone * (tasks - tasksDone))));
    }
}
