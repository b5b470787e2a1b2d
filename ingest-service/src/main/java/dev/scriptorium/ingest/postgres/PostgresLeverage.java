package dev.scriptorium.ingest.postgres;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.ingest.memory.Leverage;
import dev.scriptorium.ingest.memory.LeverageReader;
import jakarta.inject.Singleton;
import java.util.List;

/** Sums over {@code ingest.translation_part}. */
@Singleton
public class PostgresLeverage implements LeverageReader {

    private final PostgresDatabase database;

    public PostgresLeverage(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public List<Leverage> ofJob(JobId job) {
        return database.get(handle -> handle.createQuery("""
                SELECT p.target_language, sum(p.segments_new) AS new, sum(p.segments_repeated) AS repeated,
                       sum(p.segments_exact) AS exact, sum(p.segments_in_context) AS in_context
                FROM ingest.document d JOIN ingest.translation_part p USING (document_id)
                WHERE d.job_id = :job GROUP BY p.target_language ORDER BY p.target_language\
                """)
                .bind("job", job.value())
                .map((row, context) -> new Leverage(
                        row.getString("target_language"),
                        row.getLong("new"),
                        row.getLong("repeated"),
                        row.getLong("exact"),
                        row.getLong("in_context")))
                .list());
    }
}
