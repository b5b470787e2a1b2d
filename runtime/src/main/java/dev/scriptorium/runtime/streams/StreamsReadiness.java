package dev.scriptorium.runtime.streams;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every topology of the process takes records. */
@Readiness
@ApplicationScoped
class StreamsReadiness implements HealthCheck {

    private final StreamsRunner runner;

    StreamsReadiness(StreamsRunner runner) {
        this.runner = runner;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("streams");
        boolean ready = true;
        for (RunningTopology topology : runner.running()) {
            response.withData(topology.caller(), topology.state().name());
            ready &= topology.state() == KafkaStreams.State.RUNNING;
        }
        return response.status(ready).build();
    }
}
