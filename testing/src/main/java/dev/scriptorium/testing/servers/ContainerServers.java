package dev.scriptorium.testing.servers;

import java.util.stream.Stream;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Both servers as containers; Testcontainers removes them when the JVM has ended. */
final class ContainerServers {
    private ContainerServers() {}

    // the containers outlive this method on purpose
    @SuppressWarnings("resource")
    static TestServers start() {
        KafkaContainer kafka = new KafkaContainer("apache/kafka:4.1.2");
        PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18-alpine");
        Stream.<Startable>of(kafka, postgres).parallel().forEach(Startable::start);
        return new TestServers(
                kafka.getBootstrapServers(), postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
    }
}
