package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import java.util.List;

/**
 * What is to be stored of a document.
 *
 * @param state the next one
 * @param results that arrived for the first time
 */
public record Change(DocumentState state, List<TaskCompleted> results) {

    public Change {
        results = List.copyOf(results);
    }

    public static Change to(DocumentState state) {
        return new Change(state, List.of());
    }
}
