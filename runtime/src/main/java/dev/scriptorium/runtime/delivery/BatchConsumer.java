package dev.scriptorium.runtime.delivery;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.Blame;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.metrics.StageMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
    private final RecordDecoder<E> decoder;
    private final java.util.function.Consumer<List<Received<E>>> handler;
    private final StageMetrics metrics;
    private final PollLoop loop;

    BatchConsumer(
            ConsumerSpec<E> spec,
            ConsumerSource source,
            RecordDecoder<E> decoder,
            java.util.function.Consumer<List<Received<E>>> handler,
            StageMetrics metrics) {
        this.spec = spec;
        this.decoder = decoder;
        this.handler = handler;
        this.metrics = metrics;
        this.loop = new PollLoop(spec.stage(), source, this::pollOnce);
    }

    void start() {
        loop.start();
    }

    /** Ends after the batch in progress. */
    @Override
    public void close() {
        loop.close();
    }

    private void pollOnce(Consumer<String, byte[]> consumer) {
        List<Received<E>> batch = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            decoder.decode(record).ifPresent(batch::add);
        }
        if (batch.isEmpty()) {
            return;
        }
        if (!handled(consumer, batch)) {
            for (Received<E> single : batch) {
                if (!handled(consumer, List.of(single))) {
                    LOG.errorf("%s passed over a record about %s", spec.stage(), single.key());
                }
            }
        }
        if (!loop.isClosed()) {
            consumer.commitSync();
        }
    }

    /** False where the batch itself is at fault. */
    private boolean handled(Consumer<String, byte[]> consumer, List<Received<E>> batch) {
        Duration backOff = FIRST_BACK_OFF;
        while (!loop.isClosed()) {
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
                keepMembershipFor(consumer, backOff);
                backOff = Collections.min(List.of(backOff.multipliedBy(2), LAST_BACK_OFF));
            }
        }
        return true;
    }

    private void keepMembershipFor(Consumer<String, byte[]> consumer, Duration duration) {
        consumer.pause(consumer.assignment());
        for (Duration left = duration; left.isPositive() && !loop.isClosed(); left = left.minus(POLL)) {
            consumer.poll(POLL);
        }
        consumer.resume(consumer.paused());
    }
}
