package dev.scriptorium.ingest.postgres;

import dev.scriptorium.ingest.event.EventLog;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.JobStoreContract;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.ingest.progress.OpenDocuments;
import dev.scriptorium.ingest.progress.ProgressMetrics;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.ingest.retention.ErasureStore;
import dev.scriptorium.ingest.usage.UsageReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJobStoreIT extends JobStoreContract {

    private static PGSimpleDataSource source;
    private static PostgresDatabase database;

    @BeforeAll
    static void migrate() throws SQLException {
        source = FreshDatabase.create();
        database = new PostgresDatabase(source);
    }

    @Override
    protected JobStore jobs() {
        return new PostgresJobStore(database);
    }

    @Override
    protected OpenDocuments documents() {
        return new PostgresOpenDocuments(database, new Random(), new ProgressMetrics(new SimpleMeterRegistry()));
    }

    @Override
    protected Outbox outbox() {
        return new PostgresOutbox(database, source, new Random());
    }

    @Override
    protected ResultReader results() {
        return new PostgresResults(database);
    }

    @Override
    protected EventLog events() {
        return new PostgresEventLog(database);
    }

    @Override
    protected ErasureStore erasures() {
        return new PostgresErasureStore(database);
    }

    @Override
    protected UsageReader usage() {
        return new PostgresUsage(database);
    }
}
