package dev.scriptorium.ingest.postgres;

import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.access.ApiKey;
import dev.scriptorium.ingest.access.KeyStore;
import dev.scriptorium.runtime.access.Role;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code ingest.api_key}. */
@Singleton
public class PostgresKeyStore implements KeyStore {

    private static final String COLUMNS = "key_id, name, role, requests_per_minute, created_by, created_at, expires_at,"
            + " revoked_at, last_used_at";

    private final PostgresDatabase database;

    public PostgresKeyStore(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public void add(Tenant tenant, ApiKey key, String secretSha256) {
        database.run(handle -> handle.createUpdate("""
                        INSERT INTO ingest.api_key
                            (key_id, tenant_id, name, role, secret_sha256, requests_per_minute, created_by, created_at, expires_at)
                        VALUES (:id, :tenant, :name, :role, :secret, :rate, :createdBy, :createdAt, :expiresAt)
                        """)
                .bind("id", key.id())
                .bind("tenant", tenant.id())
                .bind("name", key.name())
                .bind("role", key.role().id())
                .bind("secret", secretSha256)
                .bind("rate", key.requestsPerMinute())
                .bind("createdBy", key.createdBy())
                .bind("createdAt", Timestamp.from(key.createdAt()))
                .bind("expiresAt", key.expiresAt() == null ? null : Timestamp.from(key.expiresAt()))
                .execute());
    }

    @Override
    public Optional<ApiKey> use(String id, String secretSha256, Instant now) {
        return database.get(handle -> {
            Optional<ApiKey> key = handle.createQuery(
                            "SELECT " + COLUMNS + " FROM ingest.api_key WHERE key_id = :id AND secret_sha256 = :secret")
                    .bind("id", id)
                    .bind("secret", secretSha256)
                    .map((row, context) -> key(row))
                    .findOne();
            if (key.isPresent() && wasLastUsedBefore(key.get(), now.minusSeconds(60))) {
                handle.createUpdate("UPDATE ingest.api_key SET last_used_at = :now WHERE key_id = :id")
                        .bind("now", Timestamp.from(now))
                        .bind("id", id)
                        .execute();
            }
            return key;
        });
    }

    @Override
    public List<ApiKey> list(Tenant tenant) {
        return database.get(handle -> handle.createQuery("SELECT " + COLUMNS
                        + " FROM ingest.api_key WHERE tenant_id = :tenant ORDER BY created_at DESC, key_id")
                .bind("tenant", tenant.id())
                .map((row, context) -> key(row))
                .list());
    }

    @Override
    public Optional<ApiKey> revoke(Tenant tenant, String id, Instant now) {
        return database.get(handle -> handle.createQuery("""
                        UPDATE ingest.api_key SET revoked_at = coalesce(revoked_at, :now)
                        WHERE tenant_id = :tenant AND key_id = :id RETURNING
                        """ + COLUMNS)
                .bind("now", Timestamp.from(now))
                .bind("tenant", tenant.id())
                .bind("id", id)
                .map((row, context) -> key(row))
                .findOne());
    }

    private static boolean wasLastUsedBefore(ApiKey key, Instant time) {
        return key.lastUsedAt() == null || key.lastUsedAt().isBefore(time);
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("key_id"),
                row.getString("name"),
                Role.of(row.getString("role")).orElseThrow(),
                row.getObject("requests_per_minute", Integer.class),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
