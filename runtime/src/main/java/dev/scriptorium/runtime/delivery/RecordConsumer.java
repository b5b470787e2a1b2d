package dev.scriptorium.runtime.delivery;

import com.google.protobuf.Message;
import dev.scriptorium.runtime.event.Received;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Consumes records at least once, each acknowledged when its handler's stage completes, in any order: a slow record holds
 * back neither its partition nor its group. What a crash repeats is what was not finished.
 *
 * <p>One thread polls; handlers run on virtual threads. While as many records are in progress as the specification allows,
 * or while {@link #pause paused}, partitions pause and nothing is polled.
 */
public final class RecordConsumer<E extends Message> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RecordConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration POLL_WHILE_FULL = Duration.ofMillis(10);
    private static final long COMMIT_INTERVAL_NANOS = Duration.ofMillis(200).toNanos();
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final ConsumerSpec<E> spec;
    private final RecordDecoder<E> decoder;
    private final Function<Received<E>, CompletionStage<Void>> handler;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final PollLoop loop;

    private final Object lock = new Object();
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
    private int inFlight;

    private volatile long waiting;
    private volatile boolean paused;
    private long nextCommit;

    RecordConsumer(
            ConsumerSpec<E> spec,
            ConsumerSource source,
            RecordDecoder<E> decoder,
            Function<Received<E>, CompletionStage<Void>> handler) {
        this.spec = spec;
        this.decoder = decoder;
        this.handler = handler;
        this.loop = new PollLoop(spec.stage(), source, new RecordPolling());
    }

    void start() {
        loop.start();
    }

    /** Takes no further records until {@link #resume}. Those in progress go on. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /** Records on the assigned partitions that were not polled yet. */
    long waiting() {
        return waiting;
    }

    /** Stops polling, waits for what is in progress, commits, and leaves the group. */
    @Override
    public void close() {
        loop.close();
        handlers.shutdownNow();
    }

    private void begin(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        PartitionProgress claimed;
        synchronized (lock) {
            claimed = progress.computeIfAbsent(partition, p -> new PartitionProgress(record.offset()));
            claimed.started(record.offset());
            inFlight++;
        }
        decoder.decode(record)
                .ifPresentOrElse(
                        received -> handlers.execute(() -> handler.apply(received)
                                .whenComplete((done, failure) -> ended(claimed, record.offset(), failure == null))),
                        () -> ended(claimed, record.offset(), true));
    }

    /** A record that could not be ended stays unacknowledged: it is delivered again after a restart or a rebalance. */
    private void ended(PartitionProgress claimed, long offset, boolean acknowledge) {
        synchronized (lock) {
            if (acknowledge) {
                claimed.finished(offset);
            }
            inFlight--;
        }
    }

    private int inFlight() {
        synchronized (lock) {
            return inFlight;
        }
    }

    private static long lag(Consumer<String, byte[]> consumer) {
        long sum = 0;
        for (TopicPartition partition : consumer.assignment()) {
            sum += consumer.currentLag(partition).orElse(0);
        }
        return sum;
    }

    private Map<TopicPartition, OffsetAndMetadata> finishedOffsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        synchronized (lock) {
            progress.forEach((partition, done) ->
                    done.toCommit().ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset))));
        }
        return offsets;
    }

    private void commitFinished(Consumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = finishedOffsets();
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (committed, failure) -> {
                if (failure != null) {
                    LOG.debugf("%s: commit failed, a later one covers it: %s", spec.stage(), failure.getMessage());
                }
            });
        }
    }

    private void commitBeforeLeaving(Consumer<String, byte[]> consumer) {
        try {
            consumer.commitSync(finishedOffsets());
        } catch (KafkaException e) {
            LOG.warnf("%s: commit failed, some records will be delivered again: %s", spec.stage(), e.getMessage());
        }
    }

    /** What the one thread does with the consumer. */
    private final class RecordPolling implements PollLoop.Polling {

        @Override
        public void pollOnce(Consumer<String, byte[]> consumer) {
            boolean full = paused || inFlight() >= spec.maxInFlight();
            if (full) {
                consumer.pause(consumer.assignment());
            } else if (!consumer.paused().isEmpty()) {
                consumer.resume(consumer.paused());
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(full ? POLL_WHILE_FULL : POLL)) {
                begin(record);
            }
            waiting = lag(consumer);
            long now = System.nanoTime();
            if (now - nextCommit >= 0) {
                nextCommit = now + COMMIT_INTERVAL_NANOS;
                commitFinished(consumer);
            }
        }

        @Override
        public void leave(Consumer<String, byte[]> consumer) {
            long end = System.nanoTime() + DRAIN.toNanos();
            while (System.nanoTime() - end < 0 && inFlight() > 0) {
                consumer.pause(consumer.assignment());
                consumer.poll(POLL_WHILE_FULL);
            }
            commitBeforeLeaving(consumer);
        }

        @Override
        public void assigned(Collection<TopicPartition> partitions) {
            lost(partitions);
        }

        /** Commits what is finished before a partition goes; what finishes afterwards is the next owner's to repeat. */
        @Override
        public void revoked(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
            commitBeforeLeaving(consumer);
            lost(partitions);
        }

        @Override
        public void lost(Collection<TopicPartition> partitions) {
            synchronized (lock) {
                progress.keySet().removeAll(List.copyOf(partitions));
            }
        }
    }
}
