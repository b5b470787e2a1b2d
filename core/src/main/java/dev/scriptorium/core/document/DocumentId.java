package dev.scriptorium.core.document;

import java.util.UUID;

/** Names a document: one file of a job; the key of every record about it. */
public record DocumentId(UUID value) {

    /** Reads the canonical form, 36 characters. */
    public static DocumentId parse(String text) {
        return new DocumentId(TimeOrderedId.parse("document", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
