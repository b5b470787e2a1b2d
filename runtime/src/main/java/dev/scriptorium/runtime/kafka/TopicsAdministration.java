package dev.scriptorium.runtime.kafka;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** The topics, administered from a command: by the same keys as the services, without one of them running. */
public final class TopicsAdministration {

    private static final String KAFKA = "kafka.";

    private final Map<String, Object> client;
    private final PipelineTopics topics;

    TopicsAdministration(Map<String, Object> client, PipelineTopics topics) {
        this.client = client;
        this.topics = topics;
    }

    /** By the environment and the system properties of this process. */
    public static TopicsAdministration ofEnvironment() {
        return of(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters()
                .build());
    }

    static TopicsAdministration of(SmallRyeConfig config) {
        PipelineTopics topics = new PipelineTopics(
                new KafkaNames(value(config, "prefix", String.class, "")),
                value(config, "topics.partitions", Integer.class, Integer.valueOf(KafkaConfiguration.PARTITIONS)),
                config.getOptionalValue(KafkaConfiguration.PREFIX + ".topics.replication-factor", Integer.class)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                value(
                        config,
                        "topics.retention",
                        Duration.class,
                        DurationConverter.parseDuration(KafkaConfiguration.RETENTION)));
        return new TopicsAdministration(client(config), topics);
    }

    private static <T> T value(SmallRyeConfig config, String key, Class<T> type, T otherwise) {
        return config.getOptionalValue(KafkaConfiguration.PREFIX + "." + key, type)
                .orElse(otherwise);
    }

    /** Where the brokers are. */
    public String brokers() {
        return String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** What is not as it has to be, in words; empty when all is well. */
    public List<String> check() {
        return ask(topics::check);
    }

    /** Creates the missing topics and returns their names. What exists stays as it is. */
    public List<String> apply() {
        return ask(topics::createMissing);
    }

    @FunctionalInterface
    private interface Question {
        List<String> ask(Admin admin) throws ExecutionException, InterruptedException;
    }

    private List<String> ask(Question question) {
        try (Admin admin = Admin.create(client)) {
            return question.ask(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the brokers at " + brokers() + " cannot be used: "
                            + e.getCause().getMessage(),
                    e);
        } catch (KafkaException e) {
            throw new IllegalStateException("the brokers at " + brokers() + " cannot be used: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topics were looked at", e);
        }
    }

    /** The {@code kafka.*} keys that an administration client knows, also those in the form of environment variables. */
    private static Map<String, Object> client(SmallRyeConfig config) {
        Map<String, Object> client = new HashMap<>();
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        for (String name : config.getPropertyNames()) {
            String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (key.startsWith(KAFKA) && AdminClientConfig.configNames().contains(key.substring(KAFKA.length()))) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> client.put(key.substring(KAFKA.length()), value));
            }
        }
        return client;
    }
}
