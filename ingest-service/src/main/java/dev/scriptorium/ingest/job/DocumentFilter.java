package dev.scriptorium.ingest.job;

import dev.scriptorium.core.lifecycle.State;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of a job a list has.
 *
 * @param states empty: all
 * @param fileName null: all
 */
public record DocumentFilter(Set<State> states, @Nullable String fileName) {

    public static final DocumentFilter ALL = new DocumentFilter(Set.of(), null);

    public DocumentFilter {
        states = Set.copyOf(states);
    }

    /** Reads what a client gave; fails with {@code BAD_REQUEST}. */
    public static DocumentFilter parse(List<String> states, @Nullable String fileName) {
        return new DocumentFilter(JobFilter.states(states), fileName);
    }
}
