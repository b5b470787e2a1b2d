package dev.scriptorium.e2e;

import dev.scriptorium.proto.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes every record of the pipeline's topics a second time, from a thread of its own, until it is closed. */
final class EveryRecordTwice implements AutoCloseable {
    private static final String MARK = "e2e-second-copy";

    private final CountDownLatch reading = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile long copies;

    /** Returns when no record written from now on is missed. */
    EveryRecordTwice(String bootstrapServers) throws InterruptedException {
        this.thread = Thread.ofPlatform().name("every-record-twice").start(() -> copy(bootstrapServers));
        if (!reading.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no position in the topics was found");
        }
    }

    long copies() {
        return copies;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }

    private void copy(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        List<TopicPartition> partitions = Topics.all().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .toList();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            reading.countDown();
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(100))) {
                    if (one.headers().lastHeader(MARK) == null) {
                        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                                one.topic(), one.partition(), one.key(), one.value(), one.headers());
                        copy.headers().add(MARK, "1".getBytes(StandardCharsets.UTF_8));
                        producer.send(copy);
                        copies++;
                    }
                }
            }
        }
    }
}
