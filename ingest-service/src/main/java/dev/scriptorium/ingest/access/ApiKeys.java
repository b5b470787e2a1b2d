package dev.scriptorium.ingest.access;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.runtime.access.Caller;
import dev.scriptorium.runtime.access.Callers;
import dev.scriptorium.runtime.access.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes keys, and knows a caller by one. */
public final class ApiKeys implements Callers {

    private final KeyStore store;
    private final Tenant tenant;
    private final RequestRates rates;
    private final Clock clock;

    public ApiKeys(KeyStore store, Tenant tenant, RequestRates rates, Clock clock) {
        this.store = store;
        this.tenant = tenant;
        this.rates = rates;
        this.clock = clock;
    }

    /**
     * What a new key is to be.
     *
     * @param expiresAt null: never
     * @param requestsPerMinute null: as configured
     */
    public record Wanted(
            String name,
            Role role,
            @Nullable Instant expiresAt,
            @Nullable Integer requestsPerMinute) {}

    /**
     * A new key.
     *
     * @param text the key itself, which nothing can show again
     */
    public record Created(ApiKey key, String text) {}

    public Created create(Wanted wanted, String createdBy) {
        Instant now = clock.instant();
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now)) {
            throw new FailureException(FailureCode.BAD_REQUEST, "expiresAt must be in the future.");
        }
        KeyText text = KeyText.random();
        ApiKey key = new ApiKey(
                text.id(),
                wanted.name(),
                wanted.role(),
                wanted.requestsPerMinute(),
                createdBy,
                now,
                wanted.expiresAt(),
                null,
                null);
        store.add(tenant, key, text.secretSha256());
        return new Created(key, text.text());
    }

    public List<ApiKey> list() {
        return store.list(tenant);
    }

    public ApiKey revoke(String id) {
        return store.revoke(tenant, id, clock.instant())
                .orElseThrow(() -> new FailureException(FailureCode.NOT_FOUND, "There is no key " + id + "."));
    }

    @Override
    public Caller identify(String credential) {
        Instant now = clock.instant();
        ApiKey key = KeyText.parse(credential)
                .flatMap(text -> store.use(text.id(), text.secretSha256(), now))
                .filter(found -> found.isValid(now))
                .orElseThrow(() -> new FailureException(
                        FailureCode.CREDENTIALS_REFUSED, "The key is unknown, revoked or expired."));
        rates.set(key);
        return new Caller("key:" + key.id(), key.role());
    }

    @Override
    public Optional<Duration> count(Caller caller) {
        return rates.count(caller.id());
    }
}
