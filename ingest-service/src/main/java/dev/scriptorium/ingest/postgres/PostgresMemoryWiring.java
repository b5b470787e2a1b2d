package dev.scriptorium.ingest.postgres;

import dev.scriptorium.memory.MemoryArchive;
import dev.scriptorium.memory.PostgresTransactions;
import dev.scriptorium.memory.PostgresTranslationMemory;
import dev.scriptorium.memory.PostgresTranslationSchema;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Connects the translation memory; its tables are there when the first request is. */
@Startup
@Singleton
class PostgresMemoryWiring {

    private final MemoryArchive archive;

    PostgresMemoryWiring(DataSource source) {
        PostgresTranslationSchema.migrate(source);
        this.archive = new PostgresTranslationMemory(new PostgresTransactions(source));
    }

    @Produces
    @Singleton
    MemoryArchive archive() {
        return archive;
    }
}
