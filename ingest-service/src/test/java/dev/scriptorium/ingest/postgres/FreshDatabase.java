package dev.scriptorium.ingest.postgres;

import dev.scriptorium.memory.PostgresTranslationSchema;
import dev.scriptorium.testing.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated database of its own on the shared server: in the other one a whole service may be at work. */
final class FreshDatabase {

    private FreshDatabase() {}

    static PGSimpleDataSource create() throws SQLException {
        TestServers servers = TestServers.shared();
        PGSimpleDataSource source = new PGSimpleDataSource();
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        source.setUrl(servers.jdbcUrl());
        source.setUser(servers.username());
        source.setPassword(servers.password());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        source.setDatabaseName(name);
        Flyway.configure()
                .dataSource(source)
                .schemas("ingest")
                .locations("db/ingest")
                .load()
                .migrate();
        PostgresTranslationSchema.migrate(source);
        return source;
    }
}
