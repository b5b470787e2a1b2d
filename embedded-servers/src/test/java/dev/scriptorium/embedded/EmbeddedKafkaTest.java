package dev.scriptorium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final String TOPIC = "notes";

    @TempDir
    Path folder;

    @Test
    void keepsPortAndRecordsOverACleanRestart() throws Exception {
        String servers;
        try (EmbeddedKafka first = EmbeddedKafka.start(folder)) {
            servers = first.bootstrapServers();
            createTopic(first);
            send(first, "kept");
        }

        try (EmbeddedKafka second = EmbeddedKafka.start(folder)) {
            assertThat(second.bootstrapServers()).isEqualTo(servers);
            assertThat(records(second, 1)).containsExactly("kept");
        }
    }

    @Test
    void keepsAcknowledgedRecordsOverAKill() throws Exception {
        EmbeddedKafka killed = EmbeddedKafka.start(folder);
        createTopic(killed);
        send(killed, "acknowledged");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        killed.ended().join();

        try (EmbeddedKafka next = EmbeddedKafka.start(folder)) {
            send(next, "after");
            assertThat(records(next, 2)).containsExactly("acknowledged", "after");
        }
    }

    @Test
    void endsByItselfWhenItsParentWasKilledAndLetsTheNextStartIn() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long broker;
        try (BufferedReader output = parent.inputReader()) {
            broker = Long.parseLong(output.readLine());
        }
        parent.destroyForcibly().waitFor();

        try (EmbeddedKafka next = EmbeddedKafka.start(folder)) {
            assertThat(ProcessHandle.of(broker).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
            createTopic(next);
        }
    }

    /** Starts a broker, prints its process id and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws IOException {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]));
            System.out.println(kafka.pid());
            kafka.ended().join();
        }
    }

    private static void createTopic(EmbeddedKafka kafka)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedKafka kafka, String text)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, text)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> records(EmbeddedKafka kafka, int expected) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        List<String> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(one -> found.add(one.value()));
                return found.size() >= expected;
            });
        }
        return found;
    }
}
