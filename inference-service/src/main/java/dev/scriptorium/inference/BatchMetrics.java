package dev.scriptorium.inference;

import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Lane;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes through the models, by the tag {@code model} and, where inputs of two lanes are never together, {@code lane}.
 * docs/metrics.md lists the names. Thread-safe.
 */
final class BatchMetrics implements BatchObserver {

    private static final String NAME = "scriptorium.inference.";

    private final MeterRegistry registry;
    private final Map<Series, ByLane> byLane = new ConcurrentHashMap<>();
    private final Map<String, Slots> slots = new ConcurrentHashMap<>();

    BatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Series(String model, Lane lane) {}

    private record ByLane(
            DistributionSummary items,
            DistributionSummary tokens,
            DistributionSummary padding,
            Timer latency,
            Timer queue,
            Timer firstToken,
            Counter written) {}

    private record Slots(
            DistributionSummary fill, DistributionSummary padding, Timer step, Timer join, AtomicInteger open) {}

    @Override
    public void ran(BatchRun batch) {
        ByLane of = byLane(batch.model(), batch.lane());
        of.items().record(batch.items());
        of.tokens().record(batch.tokens());
        of.padding().record(padding(batch.tokens(), batch.paddedTokens()));
        of.latency().record(batch.time());
    }

    @Override
    public void waited(String model, Lane lane, Duration time) {
        byLane(model, lane).queue().record(time);
    }

    @Override
    public void joined(Joined joined) {
        Slots of = slots(joined.model());
        of.padding().record(padding(joined.tokens(), joined.paddedTokens()));
        of.join().record(joined.time());
    }

    @Override
    public void began(String model, Lane lane, Duration sinceItCame) {
        byLane(model, lane).firstToken().record(sinceItCame);
    }

    @Override
    public void stepped(Stepped step) {
        Slots of = slots(step.model());
        of.fill().record((double) step.items() / step.capacity());
        of.step().record(step.time());
    }

    @Override
    public void written(String model, Lane lane, int tokens) {
        byLane(model, lane).written().increment(tokens);
    }

    @Override
    public void slots(String model, int opened) {
        slots(model).open().addAndGet(opened);
    }

    void watch(Batcher batcher) {
        for (Lane lane : Lane.values()) {
            Gauge.builder(NAME + "waiting", batcher, b -> b.waiting(lane))
                    .description("Inputs that wait for a model")
                    .tag("lane", tag(lane))
                    .register(registry);
        }
        Gauge.builder(NAME + "in.flight", batcher, Batcher::running)
                .description("Inputs that are in a model")
                .register(registry);
    }

    private static double padding(int tokens, int paddedTokens) {
        return 1 - (double) tokens / paddedTokens;
    }

    private ByLane byLane(String model, Lane lane) {
        return byLane.computeIfAbsent(new Series(model, lane), this::register);
    }

    private Slots slots(String model) {
        return slots.computeIfAbsent(model, this::register);
    }

    private ByLane register(Series series) {
        Tags tags = Tags.of("model", series.model(), "lane", tag(series.lane()));
        return new ByLane(
                summary("batch.items", "Inputs of a batch that is answered at once", tags),
                summary("batch.tokens", "Tokens of a batch that is answered at once, without padding", tags),
                summary("batch.padding", "The share of a batch that is padding", tags),
                timer("batch.latency", "Time of a batch in the model", tags),
                timer("queue.time", "Time that an input waited for a model", tags),
                timer("first.token", "Time from an input's arrival to its first token", tags),
                Counter.builder(NAME + "tokens.written")
                        .description("Tokens of finished texts")
                        .tags(tags)
                        .register(registry));
    }

    private Slots register(String model) {
        Tags tags = Tags.of("model", model);
        AtomicInteger open = new AtomicInteger();
        Gauge.builder(NAME + "slots.open", open, AtomicInteger::get)
                .description("Inputs that the open slots of all threads can hold")
                .tags(tags)
                .register(registry);
        return new Slots(
                summary("step.fill", "The share of a thread's slots that a step wrote in", tags),
                summary("join.padding", "The share of padding in what was read to join", tags),
                timer("step.latency", "Time of a step: one token of every text", tags),
                timer("join.latency", "Time of reading the inputs that join", tags),
                open);
    }

    private DistributionSummary summary(String name, String description, Tags tags) {
        return DistributionSummary.builder(NAME + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(NAME + name)
                .description(description)
                .tags(tags)
                .publishPercentileHistogram()
                .register(registry);
    }

    private static String tag(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }
}
