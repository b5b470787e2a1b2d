package dev.scriptorium.runtime.event;

import com.google.protobuf.Message;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.runtime.kafka.KafkaNames;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes events. A publish is complete when the brokers have acknowledged it; events of one key published one after
 * the other keep their order. Thread-safe.
 */
public final class EventPublisher {

    private final Supplier<Producer<String, byte[]>> producer;
    private final EventHeaders headers;
    private final KafkaNames names;
    private final BooleanSupplier topicsWereSeen;

    public EventPublisher(Producer<String, byte[]> producer, EventHeaders headers) {
        this(() -> producer, headers, KafkaNames.PLAIN, () -> true);
    }

    /**
     * @param producer may fail as long as the brokers' names are not known
     * @param topicsWereSeen false: nothing is published yet, because brokers may create the topic by themselves, and otherwise than it has to be
     */
    EventPublisher(
            Supplier<Producer<String, byte[]>> producer,
            EventHeaders headers,
            KafkaNames names,
            BooleanSupplier topicsWereSeen) {
        this.producer = producer;
        this.headers = headers;
        this.names = names;
        this.topicsWereSeen = topicsWereSeen;
    }

    /** Completes exceptionally where the brokers did not acknowledge within the delivery timeout. */
    public CompletionStage<Void> publish(Topic topic, String key, Message event, EventContext context) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        if (!topicsWereSeen.getAsBoolean()) {
            acknowledged.completeExceptionally(new KafkaException("the topics were not found yet"));
            return acknowledged;
        }
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(names.topic(topic), key, event.toByteArray());
        headers.write(record.headers(), event, key, context);
        try {
            producer.get().send(record, (metadata, failure) -> {
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
