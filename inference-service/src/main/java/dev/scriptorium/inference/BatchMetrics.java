package dev.scriptorium.inference;

import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Lane;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What calls of models cost, by the tags {@code model} and {@code lane}. Thread-safe.
 *
 * <ul>
 *   <li>{@code scriptorium.inference.batch.items}: inputs of a call; its sum is the number of inputs done
 *   <li>{@code scriptorium.inference.batch.tokens}: tokens of a call, without padding; its sum is the number of tokens done
 *   <li>{@code scriptorium.inference.batch.padding}: the share of a call that is padding, from 0 to 1
 *   <li>{@code scriptorium.inference.batch.latency}: time of a call
 *   <li>{@code scriptorium.inference.waiting}: inputs that wait, by lane
 *   <li>{@code scriptorium.inference.in.flight}: inputs that are in a model now
 * </ul>
 */
final class BatchMetrics implements BatchObserver {

    private final MeterRegistry registry;
    private final Map<Series, Meters> meters = new ConcurrentHashMap<>();

    BatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Series(String model, Lane lane) {}

    private record Meters(
            DistributionSummary items, DistributionSummary tokens, DistributionSummary padding, Timer latency) {}

    @Override
    public void ran(BatchRun batch) {
        Meters of = meters.computeIfAbsent(new Series(batch.model(), batch.lane()), this::register);
        of.items().record(batch.items());
        of.tokens().record(batch.tokens());
        of.padding().record(1 - (double) batch.tokens() / batch.paddedTokens());
        of.latency().record(batch.time());
    }

    void watch(Batcher batcher) {
        for (Lane lane : Lane.values()) {
            Gauge.builder("scriptorium.inference.waiting", batcher, b -> b.waiting(lane))
                    .description("Inputs that wait for a model")
                    .tag("lane", tag(lane))
                    .register(registry);
        }
        Gauge.builder("scriptorium.inference.in.flight", batcher, Batcher::running)
                .description("Inputs that are in a model")
                .register(registry);
    }

    private Meters register(Series series) {
        Tags tags = Tags.of("model", series.model(), "lane", tag(series.lane()));
        return new Meters(
                DistributionSummary.builder("scriptorium.inference.batch.items")
                        .description("Inputs of a call of a model")
                        .tags(tags)
                        .register(registry),
                DistributionSummary.builder("scriptorium.inference.batch.tokens")
                        .description("Tokens of a call of a model, without padding")
                        .tags(tags)
                        .register(registry),
                DistributionSummary.builder("scriptorium.inference.batch.padding")
                        .description("The share of a call that is padding")
                        .tags(tags)
                        .register(registry),
                Timer.builder("scriptorium.inference.batch.latency")
                        .description("Time of a call of a model")
                        .tags(tags)
                        .publishPercentileHistogram()
                        .register(registry));
    }

    private static String tag(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }
}
