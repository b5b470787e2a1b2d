package dev.scriptorium.client;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next the token of the next page; empty on the last one
 */
public record Page<T>(List<T> entries, Optional<String> next) {

    public Page {
        entries = List.copyOf(entries);
    }
}
