package dev.scriptorium.runtime.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each role may do what those before it may. */
public enum Role {
    /** Reads jobs, documents, results and the catalogue. */
    READER,
    /** Submits, cancels and retries jobs, and sends texts. */
    SUBMITTER,
    /** Trains and deletes label sets. */
    EDITOR,
    /** Operates the pipeline. */
    OPERATOR,
    /** Makes and revokes keys, and calls the services behind the API. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** As requests and claims write it, such as {@code reader}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }
}
