package dev.scriptorium.core.document;

import java.util.UUID;

/** Names a job: what a client submitted: one or many documents and the tasks wanted for them. */
public record JobId(UUID value) {

    /** Reads the canonical form, 36 characters. */
    public static JobId parse(String text) {
        return new JobId(TimeOrderedId.parse("job", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
