package dev.scriptorium.runtime.streams;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.metrics.StageMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs the topologies of a process from its start until its end. For any thread. */
@Singleton
public class StreamsRunner {

    private final Map<String, Object> kafka;
    private final StreamsConfiguration configuration;
    private final EventHeaders headers;
    private final StageMetrics metrics;
    private final List<RunningTopology> running = new CopyOnWriteArrayList<>();

    StreamsRunner(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            StreamsConfiguration configuration,
            EventHeaders headers,
            StageMetrics metrics) {
        this.kafka = kafka;
        this.configuration = configuration;
        this.headers = headers;
        this.metrics = metrics;
    }

    /** Starts a stage's topology and returns at once; it begins to work when its topics are there. */
    public <S extends Message> void start(String caller, GatherStage<S> stage, Parser<S> states) {
        if (configuration.enabled()) {
            RunningTopology topology = RunningTopology.start(
                    caller,
                    GatherTopology.build(caller, stage, states, headers, metrics),
                    StreamsSettings.of("scriptorium-" + caller, kafka, configuration));
            metrics.waiting(caller, topology::waiting);
            running.add(topology);
        }
    }

    List<RunningTopology> running() {
        return running;
    }

    void stop(@Observes ShutdownEvent event) {
        running.parallelStream().forEach(RunningTopology::close);
    }
}
