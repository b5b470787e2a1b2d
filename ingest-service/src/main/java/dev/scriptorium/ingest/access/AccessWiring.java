package dev.scriptorium.ingest.access;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.Tenant;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the keys from the configuration. */
@Singleton
class AccessWiring {

    @Produces
    @Singleton
    ApiKeys keys(IngestConfig config, KeyStore store, Clock clock) {
        return new ApiKeys(
                store,
                new Tenant(config.tenant()),
                new RequestRates(config.http().requestsPerMinute()),
                clock);
    }
}
