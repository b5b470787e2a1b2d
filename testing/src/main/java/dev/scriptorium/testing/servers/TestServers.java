package dev.scriptorium.testing.servers;

import dev.scriptorium.proto.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.testcontainers.DockerClientFactory;

/** Where the servers of this JVM's tests listen. */
public record TestServers(String bootstrapServers, String jdbcUrl, String username, String password) {
    private static final String PROPERTY = "scriptorium.testing.servers";
    private static final String SEPARATOR = "\n";
    private static final long ADMIN_SECONDS = 60;

    /** Starts them at the first call of this JVM. Noted in a system property because Quarkus loads this class once per test application. */
    public static TestServers shared() {
        synchronized (System.getProperties()) {
            String noted = System.getProperty(PROPERTY);
            if (noted != null) {
                String[] values = noted.split(SEPARATOR);
                return new TestServers(values[0], values[1], values[2], values[3]);
            }
            TestServers servers = DockerClientFactory.instance().isDockerAvailable()
                    ? ContainerServers.start()
                    : EmbeddedServers.start();
            servers.createTopics();
            System.setProperty(PROPERTY, String.join(SEPARATOR, servers.values()));
            return servers;
        }
    }

    private List<String> values() {
        return List.of(bootstrapServers, jdbcUrl, username, password);
    }

    private void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> present = admin.listTopics().names().get(ADMIN_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = Topics.all().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                    .toList();
            admin.createTopics(missing).all().get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the topics could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were created", e);
        }
    }
}
