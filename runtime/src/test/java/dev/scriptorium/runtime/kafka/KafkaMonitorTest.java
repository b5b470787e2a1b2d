package dev.scriptorium.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.embedded.EmbeddedKafka;
import dev.scriptorium.proto.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker; each test has topics and groups of its own by a prefix. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaMonitorTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String STAGE = "tokenizer";

    private EmbeddedKafka kafka;
    private Admin admin;
    private final List<KafkaMonitor> monitors = new ArrayList<>();

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        kafka = EmbeddedKafka.start(folder);
        admin = Admin.create(client());
    }

    @AfterAll
    void stop() {
        admin.close();
        kafka.close();
    }

    @AfterEach
    void stopLooking() {
        monitors.forEach(KafkaMonitor::close);
    }

    @Test
    void createsTheTopicsUnderThePrefixWithThePartitionsThatTheConfigurationSays() throws Exception {
        KafkaMonitor monitor = monitor("one.", true);

        GroupWatch group = watch(monitor);

        assertUsable(group);
        assertThat(admin.listTopics().names().get())
                .containsAll(Topics.all().stream()
                        .map(topic -> "one." + topic.name())
                        .toList());
        assertThat(admin.describeTopics(List.of("one.documents.extracted.v1"))
                        .allTopicNames()
                        .get()
                        .get("one.documents.extracted.v1")
                        .partitions())
                .hasSize(3);
    }

    @Test
    void isNotReadyAndNamesTheTopicsThatAreMissing() {
        KafkaMonitor monitor = monitor("two.", false);
        watch(monitor);

        awaitBrokers(monitor, "topic two.documents.received.v1 is missing");

        assertThat(readiness(monitor, true).getStatus()).isEqualTo(Status.DOWN);
        assertThat(readiness(monitor, false).getStatus()).as("of ingest").isEqualTo(Status.DOWN);
        assertThat(monitor.topicsWereSeen()).isFalse();
    }

    @Test
    void isNotReadyAndNamesTheTopicThatHasOtherPartitions() throws Exception {
        admin.createTopics(List.of(new NewTopic("three.documents.failed.v1", 5, (short) 1)))
                .all()
                .get();
        KafkaMonitor monitor = monitor("three.", true);
        watch(monitor);

        awaitBrokers(
                monitor, "topic three.documents.failed.v1 has 5 partitions, scriptorium.kafka.topics.partitions is 3");

        assertThat(readiness(monitor, true).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void becomesReadyWhenTheGroupIsJoined() throws Exception {
        KafkaMonitor monitor = monitor("four.", true);
        GroupWatch group = watch(monitor);
        assertUsable(group);
        awaitBrokers(monitor, "usable");
        assertThat(readiness(monitor, true).getStatus()).isEqualTo(Status.DOWN);

        group.membership(Optional.empty());

        assertThat(readiness(monitor, true).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isNotReadyWhileNoBrokerAnswersUnlessItWorksWithoutThem() {
        KafkaMonitor monitor = monitor("five.", true, "127.0.0.1:1", new SimpleMeterRegistry());
        watch(monitor);

        awaitBrokers(monitor, "the brokers cannot be used");

        assertThat(readiness(monitor, true).getStatus()).isEqualTo(Status.DOWN);
        assertThat(readiness(monitor, false).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void waitsForABrokerWhoseNameIsNotThereYet() {
        KafkaMonitor monitor = monitor("six.", true, "broker.invalid:9092", new SimpleMeterRegistry());
        watch(monitor);

        awaitBrokers(monitor, "No resolvable bootstrap urls given in bootstrap.servers");
    }

    @Test
    void beginsAtTheStartOfATopicThatWasMadeAgain() throws Exception {
        TopicPartition partition = new TopicPartition("seven.documents.extracted.v1", 0);
        assertUsable(watch(monitor("seven.", true)));
        stopLooking();
        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(partition.topic(), 0, "key", "new"))
                    .get();
        }
        // what the members of a group leave behind: a commit of the topic that was deleted, with its leader epoch
        admin.alterConsumerGroupOffsets(
                        "seven.scriptorium-" + STAGE, Map.of(partition, new OffsetAndMetadata(329, Optional.of(2), "")))
                .all()
                .get();

        assertUsable(watch(monitor("seven.", true)));

        Map<String, Object> settings = new HashMap<>(client());
        settings.put("group.id", "seven.scriptorium-" + STAGE);
        settings.put("auto.offset.reset", "earliest");
        List<String> read = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(partition.topic()));
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> read.add(record.value()));
                return !read.isEmpty();
            });
        }
        assertThat(read).containsExactly("new");
    }

    @Test
    void makesTheConsumersBeginAnewWhenATopicIsDeletedAndMadeAgain() throws Exception {
        KafkaMonitor monitor = monitor("eight.", true);
        GroupWatch group = watch(monitor);
        long beginning = assertUsable(group);
        assertThat(group.mustReopen(beginning)).isFalse();

        admin.deleteTopics(List.of("eight.documents.extracted.v1")).all().get();

        await().atMost(LIMIT).until(() -> group.mustReopen(beginning));
        long next = assertUsable(group);
        assertThat(group.mustReopen(next)).isFalse();
        assertThat(next).isGreaterThan(beginning);
    }

    @Test
    void countsTheRecordsThatAGroupHasNotFinished() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        KafkaMonitor monitor = monitor("nine.", true, kafka.bootstrapServers(), registry);
        assertUsable(watch(monitor));

        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("nine.documents.extracted.v1", "a", "1"))
                    .get();
            producer.send(new ProducerRecord<>("nine.documents.extracted.v1", "b", "2"))
                    .get();
        }

        await().atMost(LIMIT)
                .until(() -> registry.get("scriptorium.group.lag").gauge().value() == 2);
    }

    @Test
    void appliesAndChecksTheTopicsFromACommand() {
        TopicsAdministration topics = TopicsAdministration.of(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withDefaultValue("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
                .withDefaultValue("scriptorium.kafka.prefix", "ten.")
                .withDefaultValue("scriptorium.kafka.topics.partitions", "2")
                .build());

        assertThat(topics.check()).hasSize(Topics.all().size()).contains("topic ten.documents.failed.v1 is missing");
        assertThat(topics.apply()).hasSize(Topics.all().size());
        assertThat(topics.apply()).isEmpty();
        assertThat(topics.check()).isEmpty();
    }

    @Test
    void theDefaultsAreThoseOfTheTopics() {
        assertThat(Topics.all())
                .allMatch(topic -> topic.partitions() == Integer.parseInt(KafkaConfiguration.PARTITIONS))
                .allMatch(topic ->
                        topic.retention().equals(DurationConverter.parseDuration(KafkaConfiguration.RETENTION)));
    }

    private static long assertUsable(GroupWatch group) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return group.awaitUsable();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void awaitBrokers(KafkaMonitor monitor, String expected) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(readiness(monitor, true).getData().orElseThrow())
                                .extractingByKey("brokers")
                                .asString()
                                .contains(expected));
    }

    private static HealthCheckResponse readiness(KafkaMonitor monitor, boolean required) {
        return new KafkaReadiness(monitor, new Configuration("", true, required)).call();
    }

    private static GroupWatch watch(KafkaMonitor monitor) {
        return monitor.watch(STAGE, List.of(Topics.DOCUMENTS_EXTRACTED));
    }

    private KafkaMonitor monitor(String prefix, boolean create) {
        return monitor(prefix, create, kafka.bootstrapServers(), new SimpleMeterRegistry());
    }

    private KafkaMonitor monitor(String prefix, boolean create, String servers, SimpleMeterRegistry registry) {
        KafkaMonitor monitor = new KafkaMonitor(
                Map.of("bootstrap.servers", servers), new Configuration(prefix, create, true), registry);
        monitors.add(monitor);
        return monitor;
    }

    /** Three partitions, looked at five times a second. */
    private record Configuration(String name, boolean create, boolean requiredForReadiness)
            implements KafkaConfiguration, KafkaConfiguration.TopicSettings {

        @Override
        public Optional<String> prefix() {
            return Optional.of(name);
        }

        @Override
        public Duration checkEvery() {
            return Duration.ofMillis(200);
        }

        @Override
        public TopicSettings topics() {
            return this;
        }

        @Override
        public Streams streams() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int partitions() {
            return 3;
        }

        @Override
        public OptionalInt replicationFactor() {
            return OptionalInt.empty();
        }

        @Override
        public Duration retention() {
            return Duration.ofHours(1);
        }
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
