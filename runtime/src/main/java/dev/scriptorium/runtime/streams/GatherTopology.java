package dev.scriptorium.runtime.streams;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.kafka.KafkaNames;
import dev.scriptorium.runtime.metrics.StageMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of a {@link GatherStage}: tokenized parts and the caller's inference responses in, by document id; requests,
 * results and failures out; states in memory, rebuilt from a changelog topic that keeps them as long as the sources keep
 * their records.
 */
public final class GatherTopology {

    static final String STATES = "states";

    private GatherTopology() {}

    /** An event on its way to a topic that the stage chose. */
    record Emission(Topic topic, String key, Message event) {}

    /**
     * @param caller to whom the inference responses are addressed
     * @param kept how long the changelog keeps a state
     */
    public static <S extends Message> Topology build(
            String caller,
            GatherStage<S> stage,
            Parser<S> states,
            EventHeaders headers,
            StageMetrics metrics,
            KafkaNames names,
            Duration kept) {
        Serde<S> stateSerde = new ProtobufSerde<>(states);
        return new Topology()
                .addSource(
                        "tokenized",
                        new StringDeserializer(),
                        new ProtobufSerde<>(DocumentTokenized.parser()).deserializer(),
                        names.topic(Topics.DOCUMENTS_TOKENIZED))
                .addSource(
                        "completed",
                        new StringDeserializer(),
                        new ProtobufSerde<>(InferenceCompleted.parser()).deserializer(),
                        names.topic(Topics.responses(caller)))
                .addProcessor(
                        "gather",
                        () -> new GatherProcessor<>(caller, stage, kept, headers, metrics),
                        "tokenized",
                        "completed")
                .addStateStore(
                        Stores.timestampedKeyValueStoreBuilder(
                                        Stores.inMemoryKeyValueStore(STATES), Serdes.String(), stateSerde)
                                .withLoggingEnabled(Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                                        TopicConfig.RETENTION_MS_CONFIG,
                                        Long.toString(kept.toMillis())))
                                .withCachingDisabled(),
                        "gather")
                .addSink(
                        "events",
                        (String key, Emission emission, RecordContext context) -> names.topic(emission.topic()),
                        new StringSerializer(),
                        (String topic, Emission emission) -> emission.event().toByteArray(),
                        "gather");
    }
}
