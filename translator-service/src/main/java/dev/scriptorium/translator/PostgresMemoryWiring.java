package dev.scriptorium.translator;

import dev.scriptorium.memory.PostgresTransactions;
import dev.scriptorium.memory.PostgresTranslationMemory;
import dev.scriptorium.memory.PostgresTranslationSchema;
import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.memory.glossary.Glossary;
import dev.scriptorium.memory.glossary.PostgresGlossary;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Connects the translation memory and the glossary, where there are to be any. */
@Singleton
class PostgresMemoryWiring {

    private final TranslationMemory memory;
    private final Glossary glossary;

    PostgresMemoryWiring(TranslatorConfig config, Instance<DataSource> database) {
        if (config.memory().enabled()) {
            DataSource source = database.get();
            PostgresTranslationSchema.migrate(source);
            var transactions = new PostgresTransactions(source);
            memory = new PostgresTranslationMemory(transactions);
            glossary = new PostgresGlossary(transactions);
        } else {
            memory = TranslationMemory.NONE;
            glossary = Glossary.NONE;
        }
    }

    @Produces
    @Singleton
    TranslationMemory memory() {
        return memory;
    }

    @Produces
    @Singleton
    Glossary glossary() {
        return glossary;
    }
}
