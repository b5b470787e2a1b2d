package dev.scriptorium.ingest.postgres;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.documents.DocumentLine;
import dev.scriptorium.ingest.documents.DocumentLines;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads {@code ingest.document} along its primary key, whose values are in the order of time. */
@Singleton
public class PostgresDocumentLines implements DocumentLines {

    private final PostgresDatabase database;

    public PostgresDocumentLines(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public List<DocumentLine> list(Tenant tenant, Wanted wanted, Optional<DocumentId> after, int limit) {
        String sql = """
                SELECT d.document_id, d.job_id, d.state, d.file_name, d.size, d.media_type, d.language, d.created_at,
                       d.failure_code, d.failure_reason, d.failure_stage, d.failure_retryable, t.tasks, t.ended
                FROM (SELECT * FROM ingest.document
                      WHERE tenant_id = :tenant%s%s%s
                      ORDER BY document_id DESC LIMIT :limit) d
                CROSS JOIN LATERAL (SELECT count(*) AS tasks, count(finished_at) AS ended
                                    FROM ingest.task WHERE task.document_id = d.document_id) t
                ORDER BY d.document_id DESC""".formatted(
                        after.isEmpty() ? "" : " AND document_id < :after",
                        wanted.states().isEmpty() ? "" : " AND state = ANY (:states)",
                        wanted.name().isEmpty() ? "" : " AND file_name ILIKE :name");
        return database.get(handle -> {
            var query = handle.createQuery(sql).bind("tenant", tenant.id()).bind("limit", limit);
            after.ifPresent(document -> query.bind("after", document.value()));
            if (!wanted.states().isEmpty()) {
                query.bind("states", PostgresRows.texts(wanted.states(), State::name));
            }
            if (!wanted.name().isEmpty()) {
                query.bind("name", "%" + literal(wanted.name()) + "%");
            }
            return query.map((row, context) -> line(row)).list();
        });
    }

    /** Without the meaning that a pattern gives to some characters. */
    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static DocumentLine line(ResultSet row) throws SQLException {
        return new DocumentLine(
                new DocumentId(PostgresRows.uuid(row, "document_id")),
                new JobId(PostgresRows.uuid(row, "job_id")),
                State.valueOf(row.getString("state")),
                row.getString("file_name"),
                row.getLong("size"),
                row.getString("media_type"),
                row.getString("language"),
                row.getInt("tasks"),
                row.getInt("ended"),
                PostgresRows.failure(row),
                PostgresRows.presentInstant(row, "created_at"));
    }
}
