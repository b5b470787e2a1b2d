package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.lifecycle.DocumentLife;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import java.util.List;

/**
 * What is to be stored of a document.
 *
 * @param life the next one
 * @param results that arrived for the first time
 */
public record Change(DocumentLife life, List<TaskCompleted> results) {

    public Change {
        results = List.copyOf(results);
    }

    public static Change to(DocumentLife life) {
        return new Change(life, List.of());
    }
}
