package dev.scriptorium.inference;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.inference.remote.RemoteObserver;
import io.micrometer.core.instrument.MeterRegistry;
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
        registry.timer(
                        InferenceMetric.REMOTE_REQUESTS.metric(),
                        "model",
                        model,
                        "code",
                        failure.map(FailureCode::name).orElse(""))
                .record(time);
    }

    @Override
    public void repeated(String model) {
        registry.counter(InferenceMetric.REMOTE_RETRIES.metric(), "model", model)
                .increment();
    }

    @Override
    public void used(String model, long promptTokens, long completionTokens) {
        count(model, "prompt", promptTokens);
        count(model, "completion", completionTokens);
    }

    private void count(String model, String kind, long tokens) {
        registry.counter(InferenceMetric.REMOTE_TOKENS.metric(), "model", model, "kind", kind)
                .increment(tokens);
    }
}
