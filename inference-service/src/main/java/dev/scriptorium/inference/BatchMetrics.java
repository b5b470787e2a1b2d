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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Records what goes through the models as {@link InferenceMetric}s. Thread-safe. */
final class BatchMetrics implements BatchObserver {

    private final MeterRegistry registry;
    private final Map<Series, ByLane> byLane = new ConcurrentHashMap<>();
    private final Map<String, Decoding> decoding = new ConcurrentHashMap<>();
    private volatile @Nullable Batcher batcher;

    BatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Series(String model, Lane lane) {}

    private record ByLane(
            Tags tags,
            DistributionSummary inputs,
            DistributionSummary tokens,
            DistributionSummary padding,
            Timer latency,
            Timer queue,
            Timer firstToken,
            Counter submitted,
            Counter generated) {}

    private record Decoding(
            DistributionSummary fill, DistributionSummary padding, Timer step, Timer prefill, AtomicInteger capacity) {}

    @Override
    public void submitted(String model, Lane lane, int tokens) {
        byLane(model, lane).submitted().increment(tokens);
    }

    @Override
    public void dropped(String model, Lane lane, Drop cause) {
        counter(InferenceMetric.DROPPED, byLane(model, lane).tags().and("cause", tag(cause)))
                .increment();
    }

    @Override
    public void ran(BatchRun batch) {
        ByLane of = byLane(batch.model(), batch.lane());
        of.inputs().record(batch.items());
        of.tokens().record(batch.tokens());
        of.padding().record(padding(batch.tokens(), batch.paddedTokens()));
        of.latency().record(batch.time());
    }

    @Override
    public void dequeued(String model, Lane lane, Duration time) {
        byLane(model, lane).queue().record(time);
    }

    @Override
    public void prefilled(Prefill prefilled) {
        Decoding of = decoding(prefilled.model());
        of.padding().record(padding(prefilled.tokens(), prefilled.paddedTokens()));
        of.prefill().record(prefilled.time());
    }

    @Override
    public void firstToken(String model, Lane lane, Duration sinceItCame) {
        byLane(model, lane).firstToken().record(sinceItCame);
    }

    @Override
    public void decoded(DecodeStep step) {
        Decoding of = decoding(step.model());
        of.fill().record((double) step.items() / step.capacity());
        of.step().record(step.time());
    }

    @Override
    public void generated(String model, Lane lane, int tokens) {
        byLane(model, lane).generated().increment(tokens);
    }

    @Override
    public void slots(String model, int opened) {
        decoding(model).capacity().addAndGet(opened);
    }

    /**
     * Registers the gauges of a batcher that reports here.
     *
     * @param models whose waiting tokens are there from the start, so that a scaler finds them before the first request
     */
    void watch(Batcher watched, List<String> models) {
        batcher = watched;
        for (Lane lane : Lane.values()) {
            gauge(InferenceMetric.WAITING, Tags.of("lane", tag(lane)), watched, b -> b.waiting(lane));
            models.forEach(model -> byLane(model, lane));
        }
        gauge(InferenceMetric.IN_FLIGHT, Tags.empty(), watched, Batcher::running);
    }

    private double waitingTokens(Series series) {
        Batcher watched = batcher;
        return watched == null ? 0 : watched.waitingTokens(series.lane(), series.model());
    }

    private static double padding(int tokens, int paddedTokens) {
        return 1 - (double) tokens / paddedTokens;
    }

    private ByLane byLane(String model, Lane lane) {
        return byLane.computeIfAbsent(new Series(model, lane), this::register);
    }

    private Decoding decoding(String model) {
        return decoding.computeIfAbsent(model, this::register);
    }

    private ByLane register(Series series) {
        Tags tags = Tags.of("model", series.model(), "lane", tag(series.lane()));
        gauge(InferenceMetric.WAITING_TOKENS, tags, this, metrics -> metrics.waitingTokens(series));
        return new ByLane(
                tags,
                summary(InferenceMetric.BATCH_INPUTS, tags),
                summary(InferenceMetric.BATCH_TOKENS, tags),
                summary(InferenceMetric.BATCH_PADDING, tags),
                timer(InferenceMetric.BATCH_LATENCY, tags),
                timer(InferenceMetric.QUEUE_TIME, tags),
                timer(InferenceMetric.TIME_TO_FIRST_TOKEN, tags),
                counter(InferenceMetric.SUBMITTED_TOKENS, tags),
                counter(InferenceMetric.GENERATED_TOKENS, tags));
    }

    private Decoding register(String model) {
        Tags tags = Tags.of("model", model);
        AtomicInteger capacity = new AtomicInteger();
        gauge(InferenceMetric.SEQUENCES_CAPACITY, tags, capacity, AtomicInteger::get);
        return new Decoding(
                summary(InferenceMetric.DECODE_FILL, tags),
                summary(InferenceMetric.PREFILL_PADDING, tags),
                timer(InferenceMetric.DECODE_STEP, tags),
                timer(InferenceMetric.PREFILL, tags),
                capacity);
    }

    private <T> void gauge(InferenceMetric metric, Tags tags, T source, ToDoubleFunction<T> value) {
        Gauge.builder(metric.metric(), source, value)
                .description(metric.description())
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private Counter counter(InferenceMetric metric, Tags tags) {
        return Counter.builder(metric.metric())
                .description(metric.description())
                .tags(tags)
                .register(registry);
    }

    private DistributionSummary summary(InferenceMetric metric, Tags tags) {
        return DistributionSummary.builder(metric.metric())
                .description(metric.description())
                .tags(tags)
                .register(registry);
    }

    private Timer timer(InferenceMetric metric, Tags tags) {
        return Timer.builder(metric.metric())
                .description(metric.description())
                .tags(tags)
                .publishPercentileHistogram()
                .register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
