package dev.scriptorium.runtime.event;

import com.google.protobuf.Message;
import dev.scriptorium.proto.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes events. A publish is complete when the brokers have acknowledged it; events of one key published one after
 * the other keep their order. Thread-safe.
 */
public final class EventPublisher {

    private final Producer<String, byte[]> producer;
    private final EventHeaders headers;

    public EventPublisher(Producer<String, byte[]> producer, EventHeaders headers) {
        this.producer = producer;
        this.headers = headers;
    }

    /** Completes exceptionally where the brokers did not acknowledge within the delivery timeout. */
    public CompletionStage<Void> publish(Topic topic, String key, Message event, EventContext context) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.name(), key, event.toByteArray());
        headers.write(record.headers(), event, key, context);
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }
}
