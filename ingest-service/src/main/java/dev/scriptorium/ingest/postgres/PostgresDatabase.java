package dev.scriptorium.ingest.postgres;

import dev.scriptorium.memory.PostgresTransactions;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** The database of this service. Thread-safe. */
@Singleton
public class PostgresDatabase {

    private final PostgresTransactions transactions;

    public PostgresDatabase(DataSource source) {
        this.transactions = new PostgresTransactions(source);
    }

    /** In a transaction; see {@link PostgresTransactions#get}. */
    <T> T get(Function<Handle, T> work) {
        return transactions.get(work);
    }

    void run(Consumer<Handle> work) {
        get(handle -> {
            work.accept(handle);
            return true;
        });
    }
}
