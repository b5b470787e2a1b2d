package dev.scriptorium.runtime.delivery;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.Blame;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.metrics.StageMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Consumes records at least once, in batches, one batch at a time: offsets are committed after the handler returned.
 *
 * <p>While the handler says that a dependency is away ({@link Blame#DEPENDENCY}), the same batch is tried again with
 * back-off, without leaving the group. On any other failure the records are handled one by one; one that fails alone is
 * named in the log, counted, and passed over.
 */
public final class BatchConsumer<E extends Message> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BatchConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(5);

    private final ConsumerSpec<E> spec;
    private final Consumer<String, byte[]> consumer;
    private final RecordDecoder<E> decoder;
    private final java.util.function.Consumer<List<Received<E>>> handler;
    private final StageMetrics metrics;
    private final Thread poller;
    private volatile boolean closed;

    BatchConsumer(
            ConsumerSpec<E> spec,
            Consumer<String, byte[]> consumer,
            RecordDecoder<E> decoder,
            java.util.function.Consumer<List<Received<E>>> handler,
            StageMetrics metrics) {
        this.spec = spec;
        this.consumer = consumer;
        this.decoder = decoder;
        this.handler = handler;
        this.metrics = metrics;
        this.poller = Thread.ofPlatform().name("consume-" + spec.stage()).unstarted(this::run);
    }

    void start() {
        poller.start();
    }

    /** Ends after the batch in progress. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            poller.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(spec.topicNames());
            while (!closed) {
                try {
                    pollOnce();
                } catch (WakeupException e) {
                    LOG.tracef("%s woken", spec.stage());
                } catch (KafkaException e) {
                    LOG.warnf("%s: %s; going on", spec.stage(), e.getMessage());
                }
            }
        }
    }

    private void pollOnce() {
        List<Received<E>> batch = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            decoder.decode(record).ifPresent(batch::add);
        }
        if (batch.isEmpty()) {
            return;
        }
        if (!handled(batch)) {
            for (Received<E> single : batch) {
                if (!handled(List.of(single))) {
                    LOG.errorf("%s passed over a record about %s", spec.stage(), single.key());
                }
            }
        }
        if (!closed) {
            consumer.commitSync();
        }
    }

    /** False where the batch itself is at fault. */
    private boolean handled(List<Received<E>> batch) {
        Duration backOff = FIRST_BACK_OFF;
        while (!closed) {
            StageMetrics.Timed timed = metrics.start(spec.stage());
            try {
                handler.accept(batch);
                timed.succeeded();
                return true;
            } catch (RuntimeException e) {
                FailureException failure = FailureException.of(e);
                timed.failed(failure.code());
                if (failure.code().blame() != Blame.DEPENDENCY) {
                    LOG.errorf(e, "%s failed on a batch of %d", spec.stage(), batch.size());
                    return false;
                }
                LOG.warnf("%s: %s; the batch waits", spec.stage(), failure.reason());
                keepMembershipFor(backOff);
                backOff =
                        backOff.multipliedBy(2).compareTo(LAST_BACK_OFF) < 0 ? backOff.multipliedBy(2) : LAST_BACK_OFF;
            }
        }
        return true;
    }

    private void keepMembershipFor(Duration duration) {
        consumer.pause(consumer.assignment());
        consumer.poll(duration);
        consumer.resume(consumer.paused());
    }
}
