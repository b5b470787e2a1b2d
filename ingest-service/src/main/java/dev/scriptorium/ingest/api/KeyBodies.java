package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.access.ApiKey;
import dev.scriptorium.ingest.access.ApiKeys;
import dev.scriptorium.runtime.access.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Keys as JSON. */
final class KeyBodies {

    private static final String ROLES =
            Arrays.stream(Role.values()).map(Role::id).collect(Collectors.joining(", "));

    private KeyBodies() {}

    /** What a new key is to be. */
    @Schema(
            name = "CreateKey",
            requiredProperties = {"name", "role"})
    public record CreateKey(
            @Schema(description = "What it is for", examples = "invoice importer") @Nullable
            String name,

            @Schema(
                    description = "reader, submitter, editor, operator or admin; each may do what those before it may",
                    examples = "submitter")
            @Nullable
            String role,

            @Schema(description = "When it ends, in RFC 3339; by default never") @Nullable
            String expiresAt,

            @Schema(description = "Requests a minute to each instance; by default as configured", examples = "600")
            @Nullable
            Integer requestsPerMinute) {

        ApiKeys.Wanted wanted(int mostCharacters) {
            String given = name == null ? "" : name.strip();
            if (given.isEmpty() || given.length() > mostCharacters) {
                throw JsonBody.bad("name must have from 1 to " + mostCharacters + " characters.");
            }
            if (requestsPerMinute != null && requestsPerMinute < 1) {
                throw JsonBody.bad("requestsPerMinute must be at least 1.");
            }
            return new ApiKeys.Wanted(
                    given,
                    Role.of(role == null ? "" : role)
                            .orElseThrow(() -> JsonBody.bad("role must be one of " + ROLES + ".")),
                    expiresAt == null ? null : TimeText.read(expiresAt, "expiresAt"),
                    requestsPerMinute);
        }
    }

    /** All keys. */
    @Schema(name = "Keys")
    public record KeysView(List<KeyView> keys) {}

    /** A key without its secret. */
    @Schema(name = "Key")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeyView(
            @Schema(description = "The part of the key after scr_", examples = "4f1a2b3c4d5e")
            String id,

            String name,
            String role,
            @Nullable Integer requestsPerMinute,

            @Schema(description = "Who made it: key: and an id, or service for the shared token")
            String createdBy,

            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,

            @Schema(description = "To the minute; absent before the first use") @Nullable
            Instant lastUsedAt) {

        static KeyView of(ApiKey key) {
            return new KeyView(
                    key.id(),
                    key.name(),
                    key.role().id(),
                    key.requestsPerMinute(),
                    key.createdBy(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.revokedAt(),
                    key.lastUsedAt());
        }
    }

    /** A key that was just made. */
    @Schema(name = "CreatedKey")
    public record CreatedKey(
            KeyView key,

            @Schema(description = "The key itself. It is shown this once; only its hash is kept.")
            String secret) {}
}
