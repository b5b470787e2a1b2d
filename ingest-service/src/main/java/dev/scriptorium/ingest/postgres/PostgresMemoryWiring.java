package dev.scriptorium.ingest.postgres;

import dev.scriptorium.memory.MemoryArchive;
import dev.scriptorium.memory.PostgresTransactions;
import dev.scriptorium.memory.PostgresTranslationMemory;
import dev.scriptorium.memory.PostgresTranslationSchema;
import dev.scriptorium.memory.glossary.GlossaryArchive;
import dev.scriptorium.memory.glossary.PostgresGlossary;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Connects the translation memory and the glossary; their tables are there when the first request is. */
@Startup
@Singleton
class PostgresMemoryWiring {

    private final MemoryArchive archive;
    private final GlossaryArchive glossary;

    PostgresMemoryWiring(DataSource source) {
        PostgresTranslationSchema.migrate(source);
        var transactions = new PostgresTransactions(source);
        this.archive = new PostgresTranslationMemory(transactions);
        this.glossary = new PostgresGlossary(transactions);
    }

    @Produces
    @Singleton
    MemoryArchive archive() {
        return archive;
    }

    @Produces
    @Singleton
    GlossaryArchive glossary() {
        return glossary;
    }
}
