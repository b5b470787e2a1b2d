package dev.scriptorium.translator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.scriptorium.proto.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The stages before and after the translator, as far as Kafka shows them. */
final class KafkaDocuments implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, Object> broker;

    KafkaDocuments(String bootstrapServers) {
        broker = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }

    void send(Topic topic, String key, Message event, String traceparent) {
        var record = new ProducerRecord<>(topic.name(), key, event.toByteArray());
        record.headers().add("traceparent", traceparent.getBytes(UTF_8)).add("ce_tenantid", "tenant-1".getBytes(UTF_8));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A record and its decoded value. */
    record Event<E>(E event, String traceparent) {}

    /** The events of a topic so far that satisfy the condition. */
    <E extends Message> List<Event<E>> events(Topic topic, Parser<E> parser, Predicate<E> condition) {
        try (var consumer = new KafkaConsumer<>(broker, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Event<E>> events = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    E event = parse(parser, record);
                    if (condition.test(event)) {
                        events.add(new Event<>(
                                event,
                                new String(
                                        record.headers()
                                                .lastHeader("traceparent")
                                                .value(),
                                        UTF_8)));
                    }
                }
            }
            return events;
        }
    }

    private static <E> E parse(Parser<E> parser, ConsumerRecord<String, byte[]> record) {
        try {
            return parser.parseFrom(record.value());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
