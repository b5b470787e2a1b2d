package dev.scriptorium.ingest.documents;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds documents of all jobs. */
public interface DocumentLines {

    /**
     * Which documents.
     *
     * @param states empty: all
     * @param name a part of the file name, in any case; empty: all
     */
    record Wanted(Set<State> states, String name) {

        public Wanted {
            states = Set.copyOf(states);
        }
    }

    /** The newest first, from the one that follows {@code after}. */
    List<DocumentLine> list(Tenant tenant, Wanted wanted, Optional<DocumentId> after, int limit);
}
