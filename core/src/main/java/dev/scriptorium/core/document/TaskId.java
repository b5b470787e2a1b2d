package dev.scriptorium.core.document;

import java.util.UUID;

/** Names a task: one thing wanted for one document. */
public record TaskId(UUID value) {

    /** Reads the canonical form, 36 characters. */
    public static TaskId parse(String text) {
        return new TaskId(TimeOrderedId.parse("task", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
