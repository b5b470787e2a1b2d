package dev.scriptorium.ingest.postgres;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.event.EventLog;
import dev.scriptorium.ingest.event.JobEvent;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The table {@code ingest.event}, which triggers fill in the transaction of what they tell. An event is read once no transaction
 * is open that may still add an earlier one.
 */
@Singleton
public class PostgresEventLog implements EventLog {

    private final PostgresDatabase database;

    public PostgresEventLog(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public List<JobEvent> after(JobEvent.Position position, String tenant, Optional<JobId> job, int limit) {
        return database.get(handle -> handle.createQuery("""
                        SELECT transaction_id::text::bigint AS transaction, id, job_id, document_id, state, created_at
                        FROM ingest.event
                        WHERE (transaction_id, id) > (:transaction::text::xid8, :number)
                          AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
                          AND tenant_id = :tenant
                          AND (:job::uuid IS NULL OR job_id = :job::uuid)
                        ORDER BY transaction_id, id LIMIT :limit""")
                .bind("transaction", Long.toString(position.transaction()))
                .bind("number", position.number())
                .bind("tenant", tenant)
                .bind("job", job.map(JobId::toString).orElse(null))
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list());
    }

    @Override
    public JobEvent.Position end() {
        return database.get(handle -> handle.createQuery("""
                        SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS transaction""")
                .map((row, context) -> new JobEvent.Position(row.getLong("transaction"), 0))
                .one());
    }

    @Override
    public void deleteOlderThan(Duration age) {
        database.run(handle -> handle.createUpdate(
                        "DELETE FROM ingest.event WHERE created_at < now() - :millis * interval '1 millisecond'")
                .bind("millis", age.toMillis())
                .execute());
    }

    private static JobEvent event(ResultSet row) throws SQLException {
        return new JobEvent(
                new JobEvent.Position(row.getLong("transaction"), row.getLong("id")),
                new JobId(PostgresRows.uuid(row, "job_id")),
                Optional.ofNullable(row.getObject("document_id", UUID.class)).map(DocumentId::new),
                State.valueOf(row.getString("state")),
                PostgresRows.presentInstant(row, "created_at"));
    }
}
