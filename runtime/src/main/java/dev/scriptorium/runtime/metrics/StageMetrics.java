package dev.scriptorium.runtime.metrics;

import dev.scriptorium.core.failure.FailureCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The metrics that every stage has, by the tag {@code stage}. Thread-safe.
 *
 * <ul>
 *   <li>{@code scriptorium.stage.waiting}: records or items that wait
 *   <li>{@code scriptorium.stage.in.flight}: those being worked on
 *   <li>{@code scriptorium.stage.latency}: a timer over those that succeeded; its count is the number done
 *   <li>{@code scriptorium.stage.failed}: those that failed, also by the tag {@code code}
 * </ul>
 */
@Singleton
public class StageMetrics {

    private final MeterRegistry registry;
    private final Map<String, Stage> stages = new ConcurrentHashMap<>();

    public StageMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Begins the work on one record or item; end it with {@link Timed#succeeded} or {@link Timed#failed}. */
    public Timed start(String stage) {
        return new Timed(stages.computeIfAbsent(stage, Stage::new));
    }

    /** Names the source of a stage's number of waiting items; the last one given counts. */
    public void waiting(String stage, Supplier<Number> waiting) {
        stages.computeIfAbsent(stage, Stage::new).waiting = waiting;
    }

    private final class Stage {

        private final String name;
        private final AtomicLong inFlight = new AtomicLong();
        private final Timer latency;
        private volatile Supplier<Number> waiting = () -> 0;

        Stage(String name) {
            this.name = name;
            this.latency = Timer.builder("scriptorium.stage.latency")
                    .description("Time that a stage worked on a record that succeeded")
                    .tag("stage", name)
                    .publishPercentileHistogram()
                    .register(registry);
            Gauge.builder("scriptorium.stage.in.flight", inFlight, AtomicLong::get)
                    .description("Records that a stage works on")
                    .tag("stage", name)
                    .register(registry);
            Gauge.builder(
                            "scriptorium.stage.waiting",
                            this,
                            s -> s.waiting.get().doubleValue())
                    .description("Records that wait for a stage")
                    .tag("stage", name)
                    .register(registry);
        }

        Counter failed(FailureCode code) {
            return Counter.builder("scriptorium.stage.failed")
                    .description("Records that a stage failed on")
                    .tag("stage", name)
                    .tag("code", code.name())
                    .register(registry);
        }
    }

    /** Work in progress. Ended once. */
    public final class Timed {

        private final Stage stage;
        private final Timer.Sample sample = Timer.start(registry);

        private Timed(Stage stage) {
            this.stage = stage;
            stage.inFlight.incrementAndGet();
        }

        public void succeeded() {
            stage.inFlight.decrementAndGet();
            sample.stop(stage.latency);
        }

        public void failed(FailureCode code) {
            stage.inFlight.decrementAndGet();
            stage.failed(code).increment();
        }
    }
}
