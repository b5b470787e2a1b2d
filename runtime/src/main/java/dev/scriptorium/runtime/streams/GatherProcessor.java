package dev.scriptorium.runtime.streams;

import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.metrics.StageMetrics;
import dev.scriptorium.runtime.streams.GatherTopology.Emission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Hands records to a {@link GatherStage} and forwards what it decided. Used by the one thread that owns its partition. */
final class GatherProcessor<S extends Message> implements Processor<String, Message, String, Emission> {

    private static final Logger LOG = Logger.getLogger(GatherProcessor.class);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final StringSerializer PREFIXES = new StringSerializer();

    private final String caller;
    private final GatherStage<S> stage;
    private final Duration kept;
    private final EventHeaders headers;
    private final StageMetrics metrics;
    private ProcessorContext<String, Emission> context;
    private TimestampedKeyValueStore<String, S> states;

    GatherProcessor(String caller, GatherStage<S> stage, Duration kept, EventHeaders headers, StageMetrics metrics) {
        this.caller = caller;
        this.stage = stage;
        this.kept = kept;
        this.headers = headers;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Emission> context) {
        this.context = context;
        this.states = context.getStateStore(GatherTopology.STATES);
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::dropOlder);
    }

    @Override
    public void process(Record<String, Message> record) {
        switch (record.value()) {
            case DocumentTokenized tokenized -> {
                List<String> tasks = tokenized.getTasksList().stream()
                        .filter(stage::concerns)
                        .map(Task::getTaskId)
                        .toList();
                if (!tasks.isEmpty()) {
                    handle(record, tokenized, tokenized.getDocument(), tasks, stage::onTokenized);
                }
            }
            case InferenceCompleted completed -> {
                String requestId = completed.getRequestId();
                String task = requestId.substring(0, Math.max(0, requestId.indexOf('/')));
                handle(record, completed, completed.getDocument(), List.of(task), stage::onCompleted);
            }
            case null, default -> LOG.warnf("Skipped a record without value: %s", context.recordMetadata());
        }
    }

    @FunctionalInterface
    private interface Call<E extends Message, S extends Message> {
        void handle(Received<E> received, Gathering<S> gathering);
    }

    private <E extends Message> void handle(
            Record<String, Message> record, E event, DocumentRef document, List<String> tasks, Call<E, S> call) {
        EventContext eventContext = headers.read(record.headers());
        var gathering = new StoreGathering(document);
        StageMetrics.Timed timed = metrics.start(caller);
        MDC.put("traceId", eventContext.trace().traceId());
        try {
            call.handle(new Received<>(record.key(), event, eventContext), gathering);
            timed.succeeded();
        } catch (KafkaException e) {
            throw e; // of the store, not of the stage: the record is handled again
        } catch (RuntimeException e) {
            FailureException failure = FailureException.of(e);
            timed.failed(failure.code());
            LOG.infof(failure.getCause(), "%s failed on %s: %s", caller, record.key(), failure.code());
            gathering.emissions.clear();
            tasks.forEach(task -> gathering.fail(task, failure.code(), failure.reason()));
        } finally {
            MDC.remove("traceId");
        }
        gathering.emissions.forEach(emission -> forward(emission, record.timestamp(), eventContext));
    }

    private void forward(Emission emission, long timestamp, EventContext eventContext) {
        var recordHeaders = new RecordHeaders();
        headers.write(recordHeaders, emission.event(), emission.key(), eventContext);
        context.forward(new Record<>(emission.key(), emission, timestamp, recordHeaders));
    }

    private void dropOlder(long now) {
        long oldest = now - kept.toMillis();
        try (KeyValueIterator<String, ValueAndTimestamp<S>> all = states.all()) {
            while (all.hasNext()) {
                KeyValue<String, ValueAndTimestamp<S>> entry = all.next();
                if (entry.value.timestamp() < oldest) {
                    states.delete(entry.key);
                }
            }
        }
    }

    private final class StoreGathering implements Gathering<S> {

        private final DocumentRef document;
        private final List<Emission> emissions = new ArrayList<>();

        StoreGathering(DocumentRef document) {
            this.document = document;
        }

        @Override
        public Optional<S> find(String key) {
            return Optional.ofNullable(ValueAndTimestamp.getValueOrNull(states.get(key)));
        }

        @Override
        public void save(String key, S state) {
            states.put(key, ValueAndTimestamp.make(state, context.currentSystemTimeMs()));
        }

        @Override
        public void forget(String key) {
            states.delete(key);
        }

        @Override
        public List<S> under(String prefix) {
            List<S> found = new ArrayList<>();
            try (var range = states.prefixScan(prefix, PREFIXES)) {
                range.forEachRemaining(entry -> found.add(entry.value.value()));
            }
            return found;
        }

        @Override
        public void emit(Topic topic, String key, Message event) {
            emissions.add(new Emission(topic, key, event));
        }

        @Override
        public void fail(String taskId, FailureCode code, String reason) {
            List<String> keys = new ArrayList<>();
            try (var range = states.prefixScan(taskId + "/", PREFIXES)) {
                range.forEachRemaining(entry -> keys.add(entry.key));
            }
            keys.forEach(states::delete);
            emit(
                    Topics.DOCUMENTS_FAILED,
                    document.getDocumentId(),
                    DocumentFailed.newBuilder()
                            .setDocument(document)
                            .setTaskId(taskId)
                            .setStage(caller)
                            .setCode(code.name())
                            .setReason(reason)
                            .setRetryable(code.retryable())
                            .setFailedAt(Timestamps.fromMillis(context.currentSystemTimeMs()))
                            .build());
        }
    }
}
