package dev.scriptorium.ingest.access;

import dev.scriptorium.ingest.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where keys are kept. */
public interface KeyStore {

    /** @param secretSha256 in hexadecimal */
    void add(Tenant tenant, ApiKey key, String secretSha256);

    /** The key with this id and this secret, valid or not. Notes that it was used, at most once a minute. */
    Optional<ApiKey> use(String id, String secretSha256, Instant now);

    /** All keys, the newest first, revoked and expired ones included. */
    List<ApiKey> list(Tenant tenant);

    /** Revokes a key, for ever. Empty where there is none of this id. */
    Optional<ApiKey> revoke(Tenant tenant, String id, Instant now);
}
