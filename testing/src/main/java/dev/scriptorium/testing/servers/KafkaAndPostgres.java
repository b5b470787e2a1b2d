package dev.scriptorium.testing.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a Quarkus test a real Kafka with the pipeline's topics and a real Postgres with an empty database.
 *
 * <p>{@code @QuarkusTestResource(KafkaAndPostgres.class)}. All tests of one JVM share one pair of servers, which ends with the JVM: a test makes ids of its own
 * instead of expecting empty tables.
 */
public final class KafkaAndPostgres implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestServers servers = TestServers.shared();
        return Map.of(
                "kafka.bootstrap.servers", servers.bootstrapServers(),
                "quarkus.datasource.jdbc.url", servers.jdbcUrl(),
                "quarkus.datasource.username", servers.username(),
                "quarkus.datasource.password", servers.password(),
                "quarkus.devservices.enabled", "false");
    }

    @Override
    public void stop() {
        // the servers serve the next test class; they end with the JVM
    }
}
