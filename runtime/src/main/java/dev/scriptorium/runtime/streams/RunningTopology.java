package dev.scriptorium.runtime.streams;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/**
 * A topology of this process. It waits for the broker and for its topics as long as it takes, so that a service starts
 * without Kafka, and replaces a thread that ends by an error. For any thread.
 */
final class RunningTopology implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RunningTopology.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final String caller;
    private final KafkaStreams streams;
    private final Thread starter;

    private RunningTopology(String caller, KafkaStreams streams, Thread starter) {
        this.caller = caller;
        this.streams = streams;
        this.starter = starter;
    }

    static RunningTopology start(String caller, Topology topology, Properties settings) {
        var streams = new KafkaStreams(topology, settings);
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.errorf(failure, "A thread of %s ended and is replaced", caller);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        Thread starter = Thread.ofVirtual()
                .name(caller + "-start")
                .start(() -> startWhenTopicsAreThere(caller, streams, sources(topology), settings));
        return new RunningTopology(caller, streams, starter);
    }

    String caller() {
        return caller;
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    /** Records of its source topics that it has not taken yet. */
    long waiting() {
        return (long) streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("records-lag")
                        && metric.metricName().group().equals("consumer-fetch-manager-metrics"))
                .mapToDouble(metric -> metric.metricValue() instanceof Double lag && lag > 0 ? lag : 0)
                .sum();
    }

    @Override
    public void close() {
        starter.interrupt();
        if (!streams.close(CLOSING)) {
            LOG.warnf("%s did not stop within %s", caller, CLOSING);
        }
    }

    private static void startWhenTopicsAreThere(
            String caller, KafkaStreams streams, Set<String> sources, Properties settings) {
        try (Admin admin = Admin.create(settings)) {
            String missing = "";
            while (true) {
                String now = missing(admin, sources);
                if (now.isEmpty()) {
                    break;
                }
                if (!now.equals(missing)) {
                    LOG.infof("%s waits for %s", caller, now);
                    missing = now;
                }
                Thread.sleep(BETWEEN_TRIES);
            }
            streams.start();
        } catch (InterruptedException e) {
            LOG.debugf("%s was stopped before it started", caller);
        }
    }

    private static String missing(Admin admin, Set<String> sources) throws InterruptedException {
        try {
            Set<String> there = admin.listTopics().names().get();
            return sources.stream()
                    .filter(topic -> !there.contains(topic))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (ExecutionException e) {
            return "the broker";
        }
    }

    private static Set<String> sources(Topology topology) {
        return topology.describe().subtopologies().stream()
                .flatMap(subtopology -> subtopology.nodes().stream())
                .filter(TopologyDescription.Source.class::isInstance)
                .flatMap(source -> ((TopologyDescription.Source) source).topicSet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
