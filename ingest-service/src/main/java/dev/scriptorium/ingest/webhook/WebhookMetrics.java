package dev.scriptorium.ingest.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * Counts what webhooks are told. Thread-safe.
 *
 * <ul>
 *   <li>{@code scriptorium.webhooks.waiting}: messages that wait; of all instances
 *   <li>{@code scriptorium.webhooks.attempts}: attempts of this instance, by the tag {@code outcome}
 * </ul>
 */
@Singleton
class WebhookMetrics {

    private final Counter delivered;
    private final Counter failed;
    private volatile long waiting;

    WebhookMetrics(MeterRegistry registry) {
        this.delivered = counter(registry, "delivered");
        this.failed = counter(registry, "failed");
        Gauge.builder("scriptorium.webhooks.waiting", this, metrics -> metrics.waiting)
                .description("Messages that wait for their delivery to a webhook")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("scriptorium.webhooks.attempts")
                .description("Attempts to deliver a message to a webhook")
                .tag("outcome", outcome)
                .register(registry);
    }

    void attempted(boolean success) {
        (success ? delivered : failed).increment();
    }

    void waiting(long messages) {
        waiting = messages;
    }
}
