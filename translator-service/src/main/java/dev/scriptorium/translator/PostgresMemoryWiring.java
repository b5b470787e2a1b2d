package dev.scriptorium.translator;

import dev.scriptorium.memory.PostgresTransactions;
import dev.scriptorium.memory.PostgresTranslationMemory;
import dev.scriptorium.memory.PostgresTranslationSchema;
import dev.scriptorium.memory.TranslationMemory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Connects the translation memory, where there is to be one. */
@ApplicationScoped
class PostgresMemoryWiring {

    @Produces
    @Singleton
    TranslationMemory memory(TranslatorConfig config, Instance<DataSource> database) {
        if (!config.memory().enabled()) {
            return TranslationMemory.NONE;
        }
        DataSource source = database.get();
        PostgresTranslationSchema.migrate(source);
        return new PostgresTranslationMemory(new PostgresTransactions(source));
    }
}
