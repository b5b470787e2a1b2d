package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.lifecycle.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many documents are where. Thread-safe.
 *
 * <ul>
 *   <li>{@code scriptorium.documents.open}: not over, by the tag {@code state}; of all instances
 *   <li>{@code scriptorium.jobs.open}: jobs that are not over; of all instances
 *   <li>{@code scriptorium.documents.finished}: over, by the tag {@code state}; counted by the instance that noticed
 * </ul>
 */
@Singleton
public class ProgressMetrics {

    private final Map<State, Counter> finished = new EnumMap<>(State.class);
    private volatile Open open = new Open(0, 0, 0);

    public ProgressMetrics(MeterRegistry registry) {
        for (State state : State.values()) {
            if (state.isOver()) {
                finished.put(
                        state,
                        Counter.builder("scriptorium.documents.finished")
                                .description("Documents that reached their last state")
                                .tag("state", state.name())
                                .register(registry));
            }
        }
        Gauge.builder("scriptorium.documents.open", this, metrics -> metrics.open.queued())
                .description("Documents that are not over")
                .tag("state", State.QUEUED.name())
                .register(registry);
        Gauge.builder("scriptorium.documents.open", this, metrics -> metrics.open.running())
                .description("Documents that are not over")
                .tag("state", State.RUNNING.name())
                .register(registry);
        Gauge.builder("scriptorium.jobs.open", this, metrics -> metrics.open.jobs())
                .description("Jobs that are not over")
                .register(registry);
    }

    public void finished(Collection<State> lastStates) {
        lastStates.forEach(state -> finished.get(state).increment());
    }

    public void open(Open counted) {
        open = counted;
    }

    /** What is not over: documents by state, and jobs. */
    public record Open(long queued, long running, long jobs) {}
}
