package dev.scriptorium.ingest.postgres;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.ingest.usage.TaskUsage;
import dev.scriptorium.ingest.usage.UsageReader;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Sums over the tables of results. */
@Singleton
public class PostgresUsage implements UsageReader {

    private static final String OF_DOCUMENTS = """
            WITH wanted AS (%s),
            results AS (
                SELECT 'translate:' || target_language AS task, document_id, json_array_length(segments) AS segments,
                       length(text) AS characters, input_tokens, output_tokens, model_micros
                FROM ingest.translation_part WHERE document_id IN (SELECT document_id FROM wanted)
                UNION ALL
                SELECT 'summarize', document_id, json_array_length(sentences),
                       (SELECT coalesce(sum(length(s.value ->> 'text')), 0) FROM json_array_elements(sentences) AS s),
                       input_tokens, output_tokens, model_micros
                FROM ingest.summary WHERE document_id IN (SELECT document_id FROM wanted)
                UNION ALL
                SELECT 'classify:' || label_set, document_id, json_array_length(segments), 0,
                       input_tokens, output_tokens, model_micros
                FROM ingest.classification WHERE document_id IN (SELECT document_id FROM wanted))
            SELECT task, count(DISTINCT document_id) AS documents, sum(segments) AS segments, sum(characters) AS characters,
                   sum(input_tokens) AS input, sum(output_tokens) AS output, sum(model_micros) AS micros
            FROM results GROUP BY task ORDER BY task""";

    private final PostgresDatabase database;

    public PostgresUsage(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public List<TaskUsage> ofJob(JobId job) {
        return read("SELECT document_id FROM ingest.document WHERE job_id = :id", job.value());
    }

    @Override
    public List<TaskUsage> ofDocument(DocumentId document) {
        return read("SELECT :id::uuid AS document_id", document.value());
    }

    private List<TaskUsage> read(String documents, UUID id) {
        return database.get(handle -> handle.createQuery(OF_DOCUMENTS.formatted(documents))
                .bind("id", id)
                .map((row, context) -> new TaskUsage(
                        row.getString("task"),
                        row.getLong("documents"),
                        row.getLong("segments"),
                        row.getLong("characters"),
                        row.getLong("input"),
                        row.getLong("output"),
                        Duration.of(row.getLong("micros"), ChronoUnit.MICROS)))
                .list());
    }
}
