package dev.scriptorium.runtime.streams;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.kafka.KafkaConfiguration;
import dev.scriptorium.runtime.kafka.KafkaMonitor;
import dev.scriptorium.runtime.metrics.StageMetrics;
import io.micrometer.core.instrument.MeterRegistry;
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
    private final KafkaConfiguration configuration;
    private final KafkaMonitor monitor;
    private final EventHeaders headers;
    private final StageMetrics metrics;
    private final MeterRegistry registry;
    private final List<RunningTopology> running = new CopyOnWriteArrayList<>();

    StreamsRunner(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            KafkaConfiguration configuration,
            KafkaMonitor monitor,
            EventHeaders headers,
            StageMetrics metrics,
            MeterRegistry registry) {
        this.kafka = kafka;
        this.configuration = configuration;
        this.monitor = monitor;
        this.headers = headers;
        this.metrics = metrics;
        this.registry = registry;
    }

    /** Starts a stage's topology and returns at once; it begins to work when its topics are there. */
    public <S extends Message> void start(String caller, GatherStage<S> stage, Parser<S> states) {
        start(caller, stage, states, () -> {});
    }

    /**
     * @param preparation what the stage needs before it takes a record, such as the answer of another service; tried again while it throws
     */
    public <S extends Message> void start(String caller, GatherStage<S> stage, Parser<S> states, Runnable preparation) {
        if (configuration.streams().enabled()) {
            RunningTopology topology = RunningTopology.start(
                    caller,
                    GatherTopology.build(
                            caller,
                            stage,
                            states,
                            headers,
                            metrics,
                            monitor.names(),
                            configuration.topics().retention()),
                    StreamsSettings.of(monitor.names().group(caller), kafka, configuration.streams()),
                    monitor.watch(caller, List.of(Topics.DOCUMENTS_TOKENIZED, Topics.responses(caller))),
                    preparation,
                    registry);
            metrics.waiting(caller, topology::waiting);
            running.add(topology);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        running.parallelStream().forEach(RunningTopology::close);
    }
}
