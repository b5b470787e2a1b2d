package dev.scriptorium.memory;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema {@code translation}: brought to this version by the first service that uses it. Several may at once, of which
 * one waits for the other.
 */
public final class PostgresTranslationSchema {

    private static final String SCHEMA = "translation";

    /** A Postgres that starts at the same time is asked again for about a minute. */
    private static final int CONNECT_RETRIES = 10;

    private static final int BETWEEN_RETRIES_SECONDS = 10;

    private PostgresTranslationSchema() {}

    public static void migrate(DataSource source) {
        try {
            Flyway.configure(PostgresTranslationSchema.class.getClassLoader())
                    .dataSource(source)
                    .schemas(SCHEMA)
                    .createSchemas(true)
                    .locations("classpath:db/translation")
                    .connectRetries(CONNECT_RETRIES)
                    .connectRetriesInterval(BETWEEN_RETRIES_SECONDS)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new FailureException(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "The schema translation of Postgres is not there.", e);
        }
    }
}
