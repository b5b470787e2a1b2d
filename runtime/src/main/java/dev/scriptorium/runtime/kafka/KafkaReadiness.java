package dev.scriptorium.runtime.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the brokers answer, the topics are as they have to be, and the process is a member of each of its groups. The data says what is not so. */
@Readiness
@ApplicationScoped
class KafkaReadiness implements HealthCheck {

    private final KafkaMonitor monitor;
    private final KafkaConfiguration configuration;

    KafkaReadiness(KafkaMonitor monitor, KafkaConfiguration configuration) {
        this.monitor = monitor;
        this.configuration = configuration;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("kafka");
        if (monitor.groups().isEmpty()) {
            return response.withData("brokers", "not used").up().build();
        }
        KafkaState state = monitor.state();
        response.withData("brokers", state.inWords());
        boolean well = state instanceof KafkaState.Usable;
        boolean wrong = state instanceof KafkaState.TopicsDiffer;
        for (WatchedGroup group : monitor.groups()) {
            response.withData(group.group(), group.obstacle().orElse("member"));
            well &= group.obstacle().isEmpty();
        }
        return response.status(well || !wrong && !configuration.requiredForReadiness())
                .build();
    }
}
