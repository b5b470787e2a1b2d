package dev.scriptorium.ingest.postgres;

import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.JobStoreContract;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.ingest.progress.OpenDocuments;
import dev.scriptorium.ingest.progress.ProgressMetrics;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.testing.servers.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJobStoreIT extends JobStoreContract {

    private static final PGSimpleDataSource SOURCE = new PGSimpleDataSource();
    private static final PostgresDatabase DATABASE = new PostgresDatabase(SOURCE);

    @BeforeAll
    static void migrate() {
        TestServers servers = TestServers.shared();
        SOURCE.setUrl(servers.jdbcUrl());
        SOURCE.setUser(servers.username());
        SOURCE.setPassword(servers.password());
        Flyway.configure()
                .dataSource(SOURCE)
                .schemas("ingest")
                .locations("db/ingest")
                .load()
                .migrate();
    }

    @Override
    protected JobStore jobs() {
        return new PostgresJobStore(DATABASE);
    }

    @Override
    protected OpenDocuments documents() {
        return new PostgresOpenDocuments(DATABASE, new Random(), new ProgressMetrics(new SimpleMeterRegistry()));
    }

    @Override
    protected Outbox outbox() {
        return new PostgresOutbox(DATABASE, SOURCE, new Random());
    }

    @Override
    protected ResultReader results() {
        return new PostgresResults(DATABASE);
    }
}
