package dev.scriptorium.ingest.jobs;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A page and where the next one begins; empty on the last. */
public record Page<T>(List<T> entries, Optional<String> next) {

    public Page {
        entries = List.copyOf(entries);
    }

    /**
     * A page of {@code size} out of entries of which one more was asked for.
     *
     * @param cursor made of the page's last entry and the one after it
     */
    static <T> Page<T> of(List<T> found, int size, BiFunction<T, T, String> cursor) {
        return found.size() <= size
                ? new Page<>(found, Optional.empty())
                : new Page<>(found.subList(0, size), Optional.of(cursor.apply(found.get(size - 1), found.get(size))));
    }
}
