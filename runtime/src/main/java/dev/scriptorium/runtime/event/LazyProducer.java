package dev.scriptorium.runtime.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The one producer of the application, made when it is first asked for: a service starts before the brokers' names are known. Thread-safe. */
@Singleton
class LazyProducer implements Supplier<Producer<String, byte[]>> {

    /** Below the brokers' default of 1 MiB: text travels in parts, so a larger record is a defect. */
    private static final int MAX_RECORD_BYTES = 900 * 1024;

    private final Map<String, Object> broker;
    private final MeterRegistry registry;
    private @Nullable Producer<String, byte[]> producer;

    LazyProducer(@Identifier("default-kafka-broker") Map<String, Object> broker, MeterRegistry registry) {
        this.broker = broker;
        this.registry = registry;
    }

    /** Throws Kafka's exception as long as no producer can be made; the next call tries again. */
    @Override
    public synchronized Producer<String, byte[]> get() {
        Producer<String, byte[]> made = producer;
        if (made == null) {
            made = new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
            new KafkaClientMetrics(made).bindTo(registry);
            producer = made;
        }
        return made;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
        return settings;
    }
}
