package dev.scriptorium.ingest.job;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.State;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list has, and in which order.
 *
 * @param states empty: all
 * @param createdFrom the earliest time of creation, included
 * @param createdBefore the latest, not included
 */
public record JobFilter(
        Set<State> states,
        @Nullable Instant createdFrom,
        @Nullable Instant createdBefore,
        boolean oldestFirst) {

    public static final JobFilter ALL = new JobFilter(Set.of(), null, null, false);

    public JobFilter {
        states = Set.copyOf(states);
    }

    /** Reads what a client gave; fails with {@code BAD_REQUEST}. */
    public static JobFilter parse(
            List<String> states, @Nullable String createdFrom, @Nullable String createdBefore, @Nullable String order) {
        return new JobFilter(
                states(states),
                instant("createdFrom", createdFrom),
                instant("createdBefore", createdBefore),
                oldestFirst(order));
    }

    public static Set<State> states(List<String> names) {
        Set<State> states = EnumSet.noneOf(State.class);
        for (String name : names) {
            states.add(Arrays.stream(State.values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> bad("state must be one of " + Arrays.toString(State.values()) + ".")));
        }
        return states;
    }

    private static boolean oldestFirst(@Nullable String order) {
        return switch (order) {
            case "oldest" -> true;
            case "newest" -> false;
            case null -> false;
            default -> throw bad("order must be newest or oldest.");
        };
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw bad(name + " must be a time such as 2026-11-27T09:30:00Z.");
        }
    }

    private static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }
}
