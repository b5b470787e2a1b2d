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
 * @param customId null: all
 * @param codes of failed tasks; empty: all
 */
public record DocumentFilter(
        Set<State> states,
        @Nullable String fileName,
        @Nullable String customId,
        Set<String> codes) {

    public static final DocumentFilter ALL = new DocumentFilter(Set.of(), null, null, Set.of());

    public DocumentFilter {
        states = Set.copyOf(states);
        codes = Set.copyOf(codes);
    }

    /** Reads what a client gave; fails with {@code BAD_REQUEST}. */
    public static DocumentFilter parse(
            List<String> states, @Nullable String fileName, @Nullable String customId, List<String> codes) {
        return new DocumentFilter(
                JobFilter.states(states),
                fileName,
                customId,
                FailureFilter.parse(codes, List.of()).codes());
    }
}
