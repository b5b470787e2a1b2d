package dev.scriptorium.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class KafkaAndPostgresTest {
    @Test
    void givesTheTopicsOfThePipelineAndADatabase() throws Exception {
        Map<String, String> settings = new KafkaAndPostgres().start();

        List<String> names = Topics.all().stream().map(Topic::name).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.get("kafka.bootstrap.servers")))) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).containsAll(names);
        }
        try (Connection connection = DriverManager.getConnection(
                settings.get("quarkus.datasource.jdbc.url"),
                settings.get("quarkus.datasource.username"),
                settings.get("quarkus.datasource.password"))) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void givesTheSameServersToEveryTestOfTheJvm() {
        assertThat(new KafkaAndPostgres().start()).isEqualTo(new KafkaAndPostgres().start());
    }
}
