package dev.scriptorium.ingest.access;

import dev.scriptorium.runtime.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is kept, without its secret.
 *
 * @param requestsPerMinute null: as configured
 * @param createdBy the id of a caller
 * @param lastUsedAt to the minute
 */
public record ApiKey(
        String id,
        String name,
        Role role,
        @Nullable Integer requestsPerMinute,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    /** Whether requests with the key are accepted. */
    boolean isValid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
