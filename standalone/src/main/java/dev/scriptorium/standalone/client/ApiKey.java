package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key without its secret, as the API lists it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ApiKey(
        String id,
        String name,
        String role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    /** {@code valid}, {@code revoked} or {@code expired}. */
    public String state(Instant now) {
        if (revokedAt != null) {
            return "revoked";
        }
        return expiresAt == null || now.isBefore(expiresAt) ? "valid" : "expired";
    }
}
