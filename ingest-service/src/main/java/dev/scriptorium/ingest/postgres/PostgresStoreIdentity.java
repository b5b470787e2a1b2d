package dev.scriptorium.ingest.postgres;

import dev.scriptorium.ingest.blob.StoreIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code ingest.blob_store}. */
@Singleton
public class PostgresStoreIdentity implements StoreIdentity.Record {

    private final PostgresDatabase database;

    public PostgresStoreIdentity(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<String> identity() {
        return database.get(PostgresStoreIdentity::find);
    }

    @Override
    public String recordIfAbsent(String identity) {
        return database.get(handle -> {
            handle.createUpdate("INSERT INTO ingest.blob_store (identity) VALUES (:identity) ON CONFLICT DO NOTHING")
                    .bind("identity", identity)
                    .execute();
            return find(handle).orElseThrow();
        });
    }

    private static Optional<String> find(Handle handle) {
        return handle.createQuery("SELECT identity FROM ingest.blob_store")
                .mapTo(String.class)
                .findOne();
    }
}
