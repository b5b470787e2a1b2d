package dev.scriptorium.ingest.job;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which failed tasks are meant.
 *
 * @param codes of their failures; empty: all
 * @param tasks such as {@code translate:de}; empty: all
 */
public record FailureFilter(Set<String> codes, Set<String> tasks) {

    public static final FailureFilter ALL = new FailureFilter(Set.of(), Set.of());

    public FailureFilter {
        codes = Set.copyOf(codes);
        tasks = Set.copyOf(tasks);
    }

    /** Reads what a client gave; fails with {@code BAD_REQUEST} on a code that does not exist. */
    public static FailureFilter parse(List<String> codes, List<String> tasks) {
        for (String code : codes) {
            if (Arrays.stream(FailureCode.values())
                    .noneMatch(known -> known.name().equals(code))) {
                throw new FailureException(FailureCode.BAD_REQUEST, "code must be a code of docs/failures.md.");
            }
        }
        return new FailureFilter(Set.copyOf(codes), Set.copyOf(tasks));
    }

    public boolean matches(TaskSpec task, Failure failure) {
        return (codes.isEmpty() || codes.contains(failure.code())) && (tasks.isEmpty() || tasks.contains(task.label()));
    }
}
