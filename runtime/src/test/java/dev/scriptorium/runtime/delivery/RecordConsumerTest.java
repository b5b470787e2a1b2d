package dev.scriptorium.runtime.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.kafka.GroupWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordConsumerTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.DOCUMENTS_EXTRACTED.name(), 0);

    private final EventHeaders headers = new EventHeaders("/test", Clock.systemUTC(), new Random(1));
    private final Counter undecodable = new SimpleMeterRegistry().counter("undecodable");
    private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
    private final Map<String, CompletableFuture<Void>> handled = new ConcurrentHashMap<>();
    private final Queue<EventContext> contexts = new ConcurrentLinkedQueue<>();
    private RecordConsumer<DocumentExtracted> consumer = consumer(10, this::handleLater);

    @AfterEach
    void close() {
        handled.values().forEach(future -> future.complete(null));
        consumer.close();
    }

    @Test
    void acknowledgesARecordOnlyWhenItIsFinished() {
        start();
        deliver(0, "slow");
        deliver(1, "fast");
        await().until(() -> handled.keySet().containsAll(Set.of("slow", "fast")));

        handled.get("fast").complete(null);
        assertThat(committed()).isZero();

        handled.get("slow").complete(null);
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
    }

    @Test
    void leavesARecordThatCouldNotBeEndedToTheNextDelivery() {
        start();
        deliver(0, "first");
        deliver(1, "lost");
        deliver(2, "last");
        await().until(() -> handled.keySet().containsAll(Set.of("first", "lost", "last")));

        handled.get("lost").completeExceptionally(new IllegalStateException("broker away"));
        handled.get("last").complete(null);
        handled.get("first").complete(null);

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(1));
    }

    @Test
    void pausesWhileTooManyRecordsAreInProgress() {
        consumer = consumer(2, this::handleLater);
        start();
        deliver(0, "a");
        deliver(1, "b");
        await().until(() -> kafka.paused().contains(PARTITION));
        deliver(2, "c");
        assertThat(handled).doesNotContainKey("c");

        handled.get("a").complete(null);

        await().until(() -> handled.containsKey("c"));
    }

    @Test
    void skipsAndCountsARecordThatIsNoEvent() {
        start();
        kafka.schedulePollTask(() -> kafka.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 0, "key", new byte[] {1, 2, 3})));

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(1));
        assertThat(undecodable.count()).isEqualTo(1);
        assertThat(handled).isEmpty();
    }

    @Test
    void handsOnTheTraceOfTheRecord() {
        start();
        TraceParent trace = deliver(0, "a");

        await().until(() -> !contexts.isEmpty());
        assertThat(contexts.element().trace().traceId()).isEqualTo(trace.traceId());
        assertThat(contexts.element().tenantId()).isEqualTo("acme");
    }

    private CompletionStage<Void> handleLater(Received<DocumentExtracted> received) {
        contexts.add(received.context());
        return handled.computeIfAbsent(received.key(), key -> new CompletableFuture<>());
    }

    private RecordConsumer<DocumentExtracted> consumer(
            int maxInFlight, Function<Received<DocumentExtracted>, CompletionStage<Void>> handler) {
        ConsumerSpec<DocumentExtracted> spec = new ConsumerSpec<>(
                "test",
                List.of(Topics.DOCUMENTS_EXTRACTED),
                DocumentExtracted.parser(),
                DocumentExtracted::getDocument,
                maxInFlight);
        return new RecordConsumer<>(
                spec,
                new ConsumerSource(List.of(PARTITION.topic()), () -> kafka, GroupWatch.free()),
                new RecordDecoder<>(spec.parser(), headers, undecodable),
                handler);
    }

    private void start() {
        kafka.schedulePollTask(() -> {
            kafka.rebalance(List.of(PARTITION));
            kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
        });
        consumer.start();
    }

    private TraceParent deliver(long offset, String key) {
        DocumentExtracted event = DocumentExtracted.newBuilder()
                .setDocument(DocumentRef.newBuilder().setDocumentId(key))
                .build();
        TraceParent trace = TraceParent.start(new Random(offset));
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, key, event.toByteArray());
        headers.write(record.headers(), event, key, new EventContext("acme", trace));
        kafka.schedulePollTask(() -> kafka.addRecord(record));
        return trace;
    }

    private long committed() {
        OffsetAndMetadata offset = kafka.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }
}
