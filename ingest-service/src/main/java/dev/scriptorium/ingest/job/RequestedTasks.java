package dev.scriptorium.ingest.job;

import java.util.List;

/**
 * What a job wants for each of its documents.
 *
 * @param tasks at least one, each once
 * @param sourceLanguage ISO 639-1 code; empty: to be detected
 */
public record RequestedTasks(List<TaskSpec> tasks, String sourceLanguage, Lane lane) {

    public RequestedTasks {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a job must have at least one task");
        }
        if (tasks.stream().map(TaskSpec::label).distinct().count() < tasks.size()) {
            throw new IllegalArgumentException("a job must have each task once: " + tasks);
        }
    }
}
