package dev.scriptorium.ingest.postgres;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.retention.Erasure;
import dev.scriptorium.ingest.retention.ErasureStore;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table {@code ingest.erasure}, and the deletion of all that belongs to a job. */
@Singleton
public class PostgresErasureStore implements ErasureStore {

    private final PostgresDatabase database;

    public PostgresErasureStore(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<Erasure> erase(String tenant, JobId job, Erasure.Reason reason, UUID id) {
        return database.get(handle -> isFinished(handle, tenant, job).map(finished -> {
            if (!finished) {
                throw new FailureException(
                        FailureCode.JOB_OPEN, "The job is not finished; cancel it, or wait for its end.");
            }
            Erasure erasure = prove(handle, tenant, job, reason, id);
            if (reason == Erasure.Reason.REQUEST) {
                forget(handle, tenant, job);
            }
            delete(handle, job);
            return erasure;
        }));
    }

    /** Empty where there is no such job; else it is locked. */
    private static Optional<Boolean> isFinished(Handle handle, String tenant, JobId job) {
        return handle.createQuery("""
            SELECT finished_at IS NOT NULL AS finished FROM ingest.job
            WHERE job_id = :job AND tenant_id = :tenant FOR UPDATE\
            """)
                .bind("job", job.value())
                .bind("tenant", tenant)
                .map((row, context) -> row.getBoolean("finished"))
                .findOne();
    }

    private static Erasure prove(Handle handle, String tenant, JobId job, Erasure.Reason reason, UUID id) {
        return handle.createQuery("""
            WITH d AS (SELECT document_id, size FROM ingest.document WHERE job_id = :job)
            INSERT INTO ingest.erasure (erasure_id, tenant_id, job_id, reason, documents, tasks, results, bytes)
            SELECT :id, :tenant, :job, :reason,
                   (SELECT count(*) FROM d),
                   (SELECT count(*) FROM ingest.task WHERE document_id IN (SELECT document_id FROM d)),
                   (SELECT count(*) FROM ingest.summary WHERE document_id IN (SELECT document_id FROM d))
                   + (SELECT count(*) FROM ingest.translation_part WHERE document_id IN (SELECT document_id FROM d))
                   + (SELECT count(*) FROM ingest.classification WHERE document_id IN (SELECT document_id FROM d)),
                   (SELECT coalesce(sum(size), 0) FROM d)
            RETURNING *\
            """)
                .bind("id", id)
                .bind("tenant", tenant)
                .bind("job", job.value())
                .bind("reason", reason.name())
                .map((row, context) -> erasure(row))
                .one();
    }

    /** The memory outlives jobs that are old, not those that are to be forgotten. */
    private static void forget(Handle handle, String tenant, JobId job) {
        handle.createUpdate("DELETE FROM translation.unit WHERE tenant_id = :tenant AND job_id = :job")
                .bind("tenant", tenant)
                .bind("job", job.value())
                .execute();
    }

    /** The rest goes with the job. */
    private static void delete(Handle handle, JobId job) {
        handle.createUpdate("""
            DELETE FROM ingest.outbox WHERE aggregateid IN
                (SELECT document_id::text FROM ingest.document WHERE job_id = :job)\
            """).bind("job", job.value()).execute();
        handle.createUpdate("DELETE FROM ingest.idempotency_key WHERE job_id = :job")
                .bind("job", job.value())
                .execute();
        handle.createUpdate("DELETE FROM ingest.job WHERE job_id = :job")
                .bind("job", job.value())
                .execute();
    }

    @Override
    public List<Erasure> list(String tenant, Optional<UUID> after, int limit) {
        return database.get(handle -> handle.createQuery("""
            SELECT * FROM ingest.erasure
            WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR erasure_id < :after::uuid)
            ORDER BY erasure_id DESC LIMIT :limit\
            """)
                .bind("tenant", tenant)
                .bind("after", after.map(UUID::toString).orElse(null))
                .bind("limit", limit)
                .map((row, context) -> erasure(row))
                .list());
    }

    @Override
    public List<Finished> finishedBefore(Instant time, int limit) {
        return database.get(handle -> handle.createQuery("""
            SELECT tenant_id, job_id FROM ingest.job WHERE finished_at < :time::timestamptz
            ORDER BY finished_at LIMIT :limit\
            """)
                .bind("time", time.toString())
                .bind("limit", limit)
                .map((row, context) ->
                        new Finished(row.getString("tenant_id"), new JobId(PostgresRows.uuid(row, "job_id"))))
                .list());
    }

    private static Erasure erasure(ResultSet row) throws SQLException {
        return new Erasure(
                PostgresRows.uuid(row, "erasure_id"),
                new JobId(PostgresRows.uuid(row, "job_id")),
                Erasure.Reason.valueOf(row.getString("reason")),
                row.getInt("documents"),
                row.getInt("tasks"),
                row.getInt("results"),
                row.getLong("bytes"),
                PostgresRows.presentInstant(row, "erased_at"));
    }
}
