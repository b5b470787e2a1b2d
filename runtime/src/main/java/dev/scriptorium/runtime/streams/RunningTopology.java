package dev.scriptorium.runtime.streams;

import dev.scriptorium.runtime.kafka.GroupWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A topology of this process. It waits for what its stage needs, for the broker and for its topics as long as it takes, so that a service starts without
 * them; replaces a thread that ends by an error; and begins anew when a topic was deleted and made again. For any thread.
 */
final class RunningTopology implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RunningTopology.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final String caller;
    private final Topology topology;
    private final Properties settings;
    private final GroupWatch group;
    private final Runnable preparation;
    private final MeterRegistry registry;
    private final Thread supervisor;
    private volatile boolean closed;
    private volatile @Nullable KafkaStreams streams;

    private RunningTopology(
            String caller,
            Topology topology,
            Properties settings,
            GroupWatch group,
            Runnable preparation,
            MeterRegistry registry) {
        this.caller = caller;
        this.topology = topology;
        this.settings = settings;
        this.group = group;
        this.preparation = preparation;
        this.registry = registry;
        this.supervisor = Thread.ofVirtual().name(caller + "-supervisor").unstarted(this::run);
    }

    /**
     * @param preparation done before the first record is taken; tried again while it throws
     */
    static RunningTopology start(
            String caller,
            Topology topology,
            Properties settings,
            GroupWatch group,
            Runnable preparation,
            MeterRegistry registry) {
        var running = new RunningTopology(caller, topology, settings, group, preparation, registry);
        running.supervisor.start();
        return running;
    }

    /** Records of its source topics that it has not taken yet. */
    long waiting() {
        KafkaStreams now = streams;
        return now == null
                ? 0
                : (long) now.metrics().values().stream()
                        .filter(metric -> metric.metricName().name().equals("records-lag")
                                && metric.metricName().group().equals("consumer-fetch-manager-metrics"))
                        .mapToDouble(metric -> metric.metricValue() instanceof Double lag && lag > 0 ? lag : 0)
                        .sum();
    }

    @Override
    public void close() {
        closed = true;
        supervisor.interrupt();
        try {
            supervisor.join(CLOSING.plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            prepare();
            while (!closed) {
                runOnce(group.awaitUsable());
            }
        } catch (InterruptedException e) {
            LOG.debugf("%s was stopped while it waited", caller);
        }
    }

    private void prepare() throws InterruptedException {
        String reported = "";
        while (true) {
            try {
                preparation.run();
                return;
            } catch (RuntimeException e) {
                String why = String.valueOf(e.getMessage());
                group.membership(Optional.of(why));
                if (!why.equals(reported)) {
                    LOG.warnf("%s takes no records yet: %s", caller, why);
                    reported = why;
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private void runOnce(long beginning) throws InterruptedException {
        KafkaStreams running;
        try {
            running = new KafkaStreams(topology, settings);
        } catch (KafkaException e) {
            LOG.warnf("%s: %s; trying again", caller, e.getMessage());
            group.membership(Optional.of(String.valueOf(e.getMessage())));
            Thread.sleep(BETWEEN_TRIES);
            return;
        }
        try (var metrics = new KafkaStreamsMetrics(running)) {
            running.setUncaughtExceptionHandler(failure -> {
                LOG.errorf(failure, "A thread of %s ended and is replaced", caller);
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            });
            running.setStateListener((now, before) -> group.membership(
                    now == KafkaStreams.State.RUNNING ? Optional.empty() : Optional.of("its state is " + now)));
            running.start();
            metrics.bindTo(registry);
            streams = running;
            while (!closed && !group.mustReopen(beginning)) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            LOG.infof("%s begins anew", caller);
        } finally {
            streams = null;
            boolean interrupted = Thread.interrupted(); // KafkaStreams.close gives up at once in an interrupted thread
            if (!running.close(CLOSING)) {
                LOG.warnf("%s did not stop within %s", caller, CLOSING);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
