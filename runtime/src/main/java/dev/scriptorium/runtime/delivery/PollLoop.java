package dev.scriptorium.runtime.delivery;

import dev.scriptorium.runtime.kafka.GroupWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The thread of a consumer: waits until its group is usable, opens the consumer and polls until it is closed. When a topic was deleted and made again, the
 * consumer is closed without a commit and another one begins.
 */
final class PollLoop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PollLoop.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final String stage;
    private final List<String> topics;
    private final Supplier<Consumer<String, byte[]>> source;
    private final GroupWatch group;
    private final Polling polling;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean open;

    /** What is done with a consumer, all by the one thread. */
    interface Polling {

        void pollOnce(Consumer<String, byte[]> consumer);

        /** Ends what is in progress and commits it. */
        default void leave(Consumer<String, byte[]> consumer) {}

        default void assigned(Collection<TopicPartition> partitions) {}

        default void revoked(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {}

        default void lost(Collection<TopicPartition> partitions) {}
    }

    PollLoop(String stage, ConsumerSource source, Polling polling) {
        this.stage = stage;
        this.topics = source.topics();
        this.source = source.open();
        this.group = source.group();
        this.polling = polling;
        this.thread = Thread.ofPlatform().name("consume-" + stage).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns when what was in progress has ended, or after 30 s. */
    @Override
    public void close() {
        closed = true;
        if (!open) {
            thread.interrupt();
        }
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                long beginning = group.awaitUsable();
                try (Consumer<String, byte[]> consumer = source.get()) {
                    open = true;
                    consumer.subscribe(topics, new Membership(consumer));
                    while (!closed && !group.mustReopen(beginning)) {
                        pollOnce(consumer);
                    }
                    if (closed) {
                        polling.leave(consumer);
                    } else {
                        LOG.infof("%s begins anew", stage);
                        polling.lost(List.copyOf(consumer.assignment()));
                    }
                } catch (KafkaException e) {
                    LOG.warnf("%s: %s; trying again", stage, e.getMessage());
                    group.membership(Optional.of(String.valueOf(e.getMessage())));
                    Thread.sleep(AFTER_A_FAILURE);
                } finally {
                    open = false;
                }
            }
        } catch (InterruptedException e) {
            LOG.tracef("%s was stopped while it waited", stage);
        }
    }

    private void pollOnce(Consumer<String, byte[]> consumer) {
        try {
            polling.pollOnce(consumer);
        } catch (KafkaException e) {
            LOG.warnf("%s: %s; going on", stage, e.getMessage());
        }
    }

    private final class Membership implements ConsumerRebalanceListener {

        private final Consumer<String, byte[]> consumer;

        Membership(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            group.membership(Optional.empty());
            polling.assigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            polling.revoked(consumer, partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            group.membership(Optional.of("it lost its partitions and has not joined again yet"));
            polling.lost(partitions);
        }
    }
}
