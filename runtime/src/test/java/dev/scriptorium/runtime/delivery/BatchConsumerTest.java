package dev.scriptorium.runtime.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.kafka.GroupWatch;
import dev.scriptorium.runtime.metrics.StageMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchConsumerTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.DOCUMENTS_EXTRACTED.name(), 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
    private final Queue<List<String>> batches = new ConcurrentLinkedQueue<>();

    @Test
    void commitsWhatTheHandlerTook() {
        try (var consumer = start(batch -> {})) {
            deliver("a", "b", "c");

            await().untilAsserted(() -> assertThat(committed()).isEqualTo(3));
            assertThat(batches).contains(List.of("a", "b", "c"));
        }
    }

    @Test
    void waitsForADependencyAndLosesNothing() {
        AtomicInteger outages = new AtomicInteger(3);
        try (var consumer = start(batch -> {
            if (outages.getAndDecrement() > 0) {
                throw new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "the database is away");
            }
        })) {
            deliver("a", "b");

            await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
            assertThat(batches).hasSize(4).allMatch(List.of("a", "b")::equals);
        }
    }

    @Test
    void passesOverTheOneRecordThatIsAtFault() {
        Queue<String> done = new ConcurrentLinkedQueue<>();
        try (var consumer = start(batch -> {
            if (batch.contains("poison")) {
                throw new IllegalStateException("cannot be stored");
            }
            done.addAll(batch);
        })) {
            deliver("a", "poison", "b");

            await().untilAsserted(() -> assertThat(committed()).isEqualTo(3));
            assertThat(done).containsExactly("a", "b");
            assertThat(registry.get("scriptorium.stage.failed").counter().count())
                    .isEqualTo(2);
        }
    }

    private BatchConsumer<DocumentExtracted> start(Consumer<List<String>> handler) {
        EventHeaders headers = new EventHeaders("/test", Clock.systemUTC(), new Random(1));
        ConsumerSpec<DocumentExtracted> spec = new ConsumerSpec<>(
                "test",
                List.of(Topics.DOCUMENTS_EXTRACTED),
                DocumentExtracted.parser(),
                DocumentExtracted::getDocument,
                100);
        BatchConsumer<DocumentExtracted> consumer = new BatchConsumer<>(
                spec,
                new ConsumerSource(List.of(PARTITION.topic()), () -> kafka, GroupWatch.free()),
                new RecordDecoder<>(spec.parser(), headers, registry.counter("undecodable")),
                batch -> {
                    List<String> keys = batch.stream().map(Received::key).toList();
                    batches.add(keys);
                    handler.accept(keys);
                },
                new StageMetrics(registry));
        kafka.schedulePollTask(() -> {
            kafka.rebalance(List.of(PARTITION));
            kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
        });
        consumer.start();
        return consumer;
    }

    private void deliver(String... keys) {
        kafka.schedulePollTask(() -> {
            for (int offset = 0; offset < keys.length; offset++) {
                DocumentExtracted event = DocumentExtracted.newBuilder()
                        .setDocument(DocumentRef.newBuilder().setDocumentId(keys[offset]))
                        .build();
                kafka.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(), PARTITION.partition(), offset, keys[offset], event.toByteArray()));
            }
        });
    }

    private long committed() {
        OffsetAndMetadata offset = kafka.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }
}
