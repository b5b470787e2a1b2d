package dev.scriptorium.ingest.job;

import java.util.List;

/**
 * What a job wants for each of its documents.
 *
 * @param tasks at least one, each once
 * @param sourceLanguage ISO 639-1 code; empty: to be detected
 */
public record Wanted(List<WantedTask> tasks, String sourceLanguage, Lane lane) {

    public Wanted {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a job wants at least one task");
        }
        if (tasks.stream().map(WantedTask::label).distinct().count() < tasks.size()) {
            throw new IllegalArgumentException("a job wants each task once: " + tasks);
        }
    }
}
