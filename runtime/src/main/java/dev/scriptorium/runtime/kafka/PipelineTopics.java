package dev.scriptorium.runtime.kafka;

import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The pipeline's topics as they have to be, and how those on the brokers differ. Creates missing topics; never changes or deletes one.
 */
public final class PipelineTopics {

    private final KafkaNames names;
    private final int partitions;
    private final OptionalInt replicationFactor;
    private final Duration retention;

    public PipelineTopics(KafkaNames names, int partitions, OptionalInt replicationFactor, Duration retention) {
        this.names = names;
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
        this.retention = retention;
    }

    public static PipelineTopics of(KafkaConfiguration configuration) {
        KafkaConfiguration.TopicSettings topics = configuration.topics();
        return new PipelineTopics(
                new KafkaNames(configuration.prefix().orElse("")),
                topics.partitions(),
                topics.replicationFactor(),
                topics.retention());
    }

    List<String> names() {
        return Topics.all().stream().map(names::topic).toList();
    }

    /** The topics that exist, by name. */
    Map<String, TopicDescription> describe(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> found = new HashMap<>();
        for (var description : admin.describeTopics(names()).topicNameValues().entrySet()) {
            try {
                found.put(description.getKey(), description.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    /** What is not as it has to be, in words; empty when all is well. */
    public List<String> differences(Map<String, TopicDescription> found) {
        List<String> differences = new ArrayList<>();
        for (String name : names()) {
            TopicDescription topic = found.get(name);
            if (topic == null) {
                differences.add("topic " + name + " is missing");
                continue;
            }
            if (topic.partitions().size() != partitions) {
                differences.add("topic " + name + " has " + topic.partitions().size()
                        + " partitions, scriptorium.kafka.topics.partitions is " + partitions);
            }
            int copies = topic.partitions().getFirst().replicas().size();
            if (replicationFactor.isPresent() && copies != replicationFactor.getAsInt()) {
                differences.add("topic " + name + " has " + copies
                        + " copies, scriptorium.kafka.topics.replication-factor is " + replicationFactor.getAsInt());
            }
        }
        return differences;
    }

    /** {@link #differences(Map)} of the topics on the brokers. */
    public List<String> check(Admin admin) throws ExecutionException, InterruptedException {
        return differences(describe(admin));
    }

    /** Creates the topics that are missing and returns their names. Safe when several processes do it at once. */
    public List<String> createMissing(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> found = describe(admin);
        List<NewTopic> missing = Topics.all().stream()
                .filter(topic -> !found.containsKey(names.topic(topic)))
                .map(this::description)
                .toList();
        List<String> created = new ArrayList<>();
        for (var result : admin.createTopics(missing).values().entrySet()) {
            try {
                result.getValue().get();
                created.add(result.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        created.sort(null);
        return created;
    }

    private NewTopic description(Topic topic) {
        Optional<Short> copies =
                replicationFactor.isPresent() ? Optional.of((short) replicationFactor.getAsInt()) : Optional.empty();
        return new NewTopic(names.topic(topic), Optional.of(partitions), copies)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis())));
    }
}
