package dev.scriptorium.inference.labels.examples;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows that are no examples, with their lines. Names the first few, so that a long file is mended in a few rounds. */
final class BadRows {

    private static final int NAMED = 10;

    private final List<String> first = new ArrayList<>();
    private int count;

    void add(int line, String problem) {
        count++;
        if (first.size() < NAMED) {
            first.add("line " + line + " " + problem);
        }
    }

    /** @throws FailureException {@code BAD_REQUEST} where there is any */
    void check() {
        if (count > 0) {
            String more = count > first.size() ? "; and " + (count - first.size()) + " more" : "";
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    first.stream().collect(Collectors.joining("; ", "The examples have rows that are none: ", more)));
        }
    }
}
