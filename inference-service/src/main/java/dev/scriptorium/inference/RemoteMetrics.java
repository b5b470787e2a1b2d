package dev.scriptorium.inference;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.inference.remote.RemoteObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** Records what is asked of remote models as {@link InferenceMetric}s. Thread-safe. */
final class RemoteMetrics implements RemoteObserver {

    private final MeterRegistry registry;

    RemoteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(String model, Duration time, Optional<FailureCode> failure) {
        Timer.builder(InferenceMetric.REMOTE_REQUESTS.metric())
                .description(InferenceMetric.REMOTE_REQUESTS.description())
                .tags("model", model, "code", failure.map(FailureCode::name).orElse(""))
                .register(registry)
                .record(time);
    }

    @Override
    public void repeated(String model) {
        count(InferenceMetric.REMOTE_RETRIES, 1, "model", model);
    }

    @Override
    public void used(String model, long promptTokens, long completionTokens) {
        count(InferenceMetric.REMOTE_TOKENS, promptTokens, "model", model, "kind", "prompt");
        count(InferenceMetric.REMOTE_TOKENS, completionTokens, "model", model, "kind", "completion");
    }

    private void count(InferenceMetric metric, long amount, String... tags) {
        Counter.builder(metric.metric())
                .description(metric.description())
                .tags(tags)
                .register(registry)
                .increment(amount);
    }
}
