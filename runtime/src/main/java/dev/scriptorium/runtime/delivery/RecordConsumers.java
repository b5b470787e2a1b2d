package dev.scriptorium.runtime.delivery;

import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.kafka.KafkaMonitor;
import dev.scriptorium.runtime.metrics.StageMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Starts the consumers of this process, and closes them when it ends. A handler that fails ends as a
 * {@link DocumentFailed} event, and its record is acknowledged: retries are decided where the task's attempts are kept. A
 * handler that fails with {@link FailureCode#SHUTTING_DOWN} gives its record back: it stays unacknowledged, and is delivered
 * again to another process, or to this one after its next start.
 */
@Singleton
public class RecordConsumers {

    private static final Logger LOG = Logger.getLogger(RecordConsumers.class);
    private static final int MAX_POLL_RECORDS = 500;

    private final Map<String, Object> broker;
    private final KafkaMonitor monitor;
    private final EventHeaders headers;
    private final EventPublisher publisher;
    private final StageMetrics metrics;
    private final MeterRegistry registry;
    private final Clock clock;
    private final ConcurrentLinkedDeque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    RecordConsumers(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            KafkaMonitor monitor,
            EventHeaders headers,
            EventPublisher publisher,
            StageMetrics metrics,
            MeterRegistry registry,
            Clock clock) {
        this.broker = broker;
        this.monitor = monitor;
        this.headers = headers;
        this.publisher = publisher;
        this.metrics = metrics;
        this.registry = registry;
        this.clock = clock;
    }

    /** Records one by one, acknowledged in any order when the handler's stage completes. The handler may block. */
    public <E extends Message> RecordConsumer<E> start(
            ConsumerSpec<E> spec, Function<Received<E>, CompletionStage<Void>> handler) {
        RecordConsumer<E> consumer = new RecordConsumer<>(
                spec,
                source(spec, Math.min(MAX_POLL_RECORDS, spec.maxInFlight())),
                decoder(spec),
                received -> measured(spec, handler, received));
        metrics.waiting(spec.stage(), consumer::waiting);
        running.push(consumer);
        consumer.start();
        return consumer;
    }

    /** Records in batches of at most {@code maxInFlight}, acknowledged when the handler returned. */
    public <E extends Message> BatchConsumer<E> startBatched(
            ConsumerSpec<E> spec, java.util.function.Consumer<List<Received<E>>> handler) {
        BatchConsumer<E> consumer =
                new BatchConsumer<>(spec, source(spec, spec.maxInFlight()), decoder(spec), handler, metrics);
        running.push(consumer);
        consumer.start();
        return consumer;
    }

    @PreDestroy
    void close() {
        for (AutoCloseable consumer : running) {
            try {
                consumer.close();
            } catch (Exception e) {
                LOG.warn("A consumer did not close", e);
            }
        }
    }

    private <E extends Message> CompletionStage<Void> measured(
            ConsumerSpec<E> spec, Function<Received<E>, CompletionStage<Void>> handler, Received<E> received) {
        MDC.put("traceId", received.context().trace().traceId());
        StageMetrics.Timed timed = metrics.start(spec.stage());
        CompletionStage<Void> outcome;
        try {
            outcome = handler.apply(received);
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedFuture(e);
        } finally {
            MDC.remove("traceId");
        }
        return outcome.handle((done, thrown) -> {
                    if (thrown == null) {
                        timed.succeeded();
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    FailureException failure = FailureException.of(thrown);
                    timed.failed(failure.code());
                    if (failure.code() == FailureCode.SHUTTING_DOWN) {
                        return CompletableFuture.<Void>failedFuture(failure);
                    }
                    LOG.infof(failure.getCause(), "%s failed on %s: %s", spec.stage(), received.key(), failure.code());
                    return publishUntilAcknowledged(failed(spec, received, failure), received);
                })
                .thenCompose(Function.identity());
    }

    private <E extends Message> DocumentFailed failed(
            ConsumerSpec<E> spec, Received<E> received, FailureException failure) {
        return DocumentFailed.newBuilder()
                .setDocument(spec.document().apply(received.event()))
                .setStage(spec.stage())
                .setCode(failure.code().name())
                .setReason(failure.reason())
                .setRetryable(failure.code().retryable())
                .setFailedAt(Timestamps.fromMillis(clock.millis()))
                .build();
    }

    private CompletableFuture<Void> publishUntilAcknowledged(DocumentFailed failed, Received<?> received) {
        String key = failed.getDocument().getDocumentId();
        return publisher
                .publish(Topics.DOCUMENTS_FAILED, key, failed, received.context())
                .toCompletableFuture()
                .exceptionallyCompose(unpublished -> {
                    LOG.warnf("The failure of %s is not published yet: %s", key, unpublished.getMessage());
                    return CompletableFuture.supplyAsync(
                                    () -> publishUntilAcknowledged(failed, received),
                                    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                            .thenCompose(Function.identity());
                });
    }

    private <E extends Message> RecordDecoder<E> decoder(ConsumerSpec<E> spec) {
        Counter undecodable = Counter.builder("scriptorium.stage.undecodable")
                .description("Records that were no event of their topic")
                .tag("stage", spec.stage())
                .register(registry);
        return new RecordDecoder<>(spec.parser(), headers, undecodable);
    }

    private ConsumerSource source(ConsumerSpec<?> spec, int maxPollRecords) {
        String group = monitor.names().group(spec.stage());
        return new ConsumerSource(
                spec.topics().stream().map(monitor.names()::topic).toList(),
                () -> kafkaConsumer(group, maxPollRecords),
                monitor.watch(spec.stage(), spec.topics()));
    }

    private KafkaConsumer<String, byte[]> kafkaConsumer(String group, int maxPollRecords) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // after a kill -9 the partitions are free again when the session of the dead process ends
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
