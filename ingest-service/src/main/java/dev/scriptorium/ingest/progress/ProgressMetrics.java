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
 * Counts documents and jobs by state. Thread-safe.
 *
 * <ul>
 *   <li>{@code scriptorium.documents.open}: not finished, by the tag {@code state}; of all instances
 *   <li>{@code scriptorium.jobs.open}: jobs that are not finished; of all instances
 *   <li>{@code scriptorium.documents.finished}: finished, by the tag {@code state}; counted by the instance that stored the end
 * </ul>
 */
@Singleton
public class ProgressMetrics {

    private final Map<State, Counter> finished = new EnumMap<>(State.class);
    private volatile Open open = new Open(0, 0, 0);

    public ProgressMetrics(MeterRegistry registry) {
        for (State state : State.values()) {
            if (state.isTerminal()) {
                finished.put(
                        state,
                        Counter.builder("scriptorium.documents.finished")
                                .description("Documents that reached a terminal state")
                                .tag("state", state.name())
                                .register(registry));
            }
        }
        Gauge.builder("scriptorium.documents.open", this, metrics -> metrics.open.queued())
                .description("Documents that are not finished")
                .tag("state", State.QUEUED.name())
                .register(registry);
        Gauge.builder("scriptorium.documents.open", this, metrics -> metrics.open.running())
                .description("Documents that are not finished")
                .tag("state", State.RUNNING.name())
                .register(registry);
        Gauge.builder("scriptorium.jobs.open", this, metrics -> metrics.open.jobs())
                .description("Jobs that are not finished")
                .register(registry);
    }

    public void finished(Collection<State> terminal) {
        terminal.forEach(state -> finished.get(state).increment());
    }

    public void open(Open counted) {
        open = counted;
    }

    /** What is not finished: documents by state, and jobs. */
    public record Open(long queued, long running, long jobs) {}
}
