package dev.scriptorium.ingest.postgres;

import dev.scriptorium.ingest.event.EventLog;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.JobStoreContract;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.ingest.progress.OpenDocuments;
import dev.scriptorium.ingest.progress.ProgressMetrics;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.ingest.retention.ErasureStore;
import dev.scriptorium.testing.servers.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJobStoreIT extends JobStoreContract {

    private static final PGSimpleDataSource SOURCE = new PGSimpleDataSource();
    private static final PostgresDatabase DATABASE = new PostgresDatabase(SOURCE);

    /** A database of its own: in the other one a whole service may be at work. */
    @BeforeAll
    static void migrate() throws SQLException {
        TestServers servers = TestServers.shared();
        String name = "contract_" + UUID.randomUUID().toString().replace('-', '_');
        SOURCE.setUrl(servers.jdbcUrl());
        SOURCE.setUser(servers.username());
        SOURCE.setPassword(servers.password());
        try (Connection connection = SOURCE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        SOURCE.setDatabaseName(name);
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

    @Override
    protected EventLog events() {
        return new PostgresEventLog(DATABASE);
    }

    @Override
    protected ErasureStore erasures() {
        return new PostgresErasureStore(DATABASE);
    }
}
