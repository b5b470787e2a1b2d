package dev.scriptorium.testing.streams;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.kafka.KafkaNames;
import dev.scriptorium.runtime.metrics.StageMetrics;
import dev.scriptorium.runtime.streams.GatherStage;
import dev.scriptorium.runtime.streams.GatherTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.Topology;

/** Topologies of stages for Kafka's TopologyTestDriver, with the names of a Kafka that has no prefix. */
public final class TestTopologies {

    private TestTopologies() {}

    public static <S extends Message> Topology of(String caller, GatherStage<S> stage, Parser<S> states) {
        return GatherTopology.build(
                caller,
                stage,
                states,
                new EventHeaders("/scriptorium/" + caller, Clock.systemUTC(), RandomGenerator.getDefault()),
                new StageMetrics(new SimpleMeterRegistry()),
                KafkaNames.PLAIN,
                Topics.DOCUMENTS_TOKENIZED.retention());
    }
}
