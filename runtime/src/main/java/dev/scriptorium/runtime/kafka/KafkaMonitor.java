package dev.scriptorium.runtime.kafka;

import dev.scriptorium.proto.Topic;
import dev.scriptorium.runtime.kafka.KafkaState.NotChecked;
import dev.scriptorium.runtime.kafka.KafkaState.TopicsDiffer;
import dev.scriptorium.runtime.kafka.KafkaState.Unreachable;
import dev.scriptorium.runtime.kafka.KafkaState.Usable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the brokers again and again, from the moment that somebody needs them: whether they answer and accept this client, whether the topics are as they
 * have to be (missing ones are created where the configuration allows it), and whether each group of this process can work. At the start and later the same
 * check decides. Thread-safe.
 */
@Singleton
public class KafkaMonitor {

    private static final Logger LOG = Logger.getLogger(KafkaMonitor.class);
    private static final Duration WHILE_NOT_USABLE = Duration.ofSeconds(1);
    private static final int REQUEST_MILLIS = 10_000;

    private final Map<String, Object> broker;
    private final KafkaConfiguration configuration;
    private final MeterRegistry registry;
    private final KafkaNames names;
    private final PipelineTopics topics;
    private final List<WatchedGroup> groups = new CopyOnWriteArrayList<>();
    private volatile KafkaState state = new NotChecked();
    private volatile boolean topicsSeen;
    private @Nullable Thread checks;

    public KafkaMonitor(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            KafkaConfiguration configuration,
            MeterRegistry registry) {
        this.broker = broker;
        this.configuration = configuration;
        this.registry = registry;
        this.names = new KafkaNames(configuration.prefix().orElse(""));
        this.topics = PipelineTopics.of(configuration);
    }

    public KafkaNames names() {
        return names;
    }

    /** Watches the group of a stage, which consumes these topics, from now on. */
    public GroupWatch watch(String stage, List<Topic> consumed) {
        WatchedGroup group = new WatchedGroup(
                names.group(stage), consumed.stream().map(names::topic).toList());
        Gauge.builder("scriptorium.group.lag", group, WatchedGroup::lag)
                .description("Records that a consumer group has not finished, over all its members")
                .tag("group", group.group())
                .register(registry);
        groups.add(group);
        begin();
        return group;
    }

    /** Whether the topics were once found as they have to be. Nothing is published before: brokers that create topics by themselves would create others. */
    public boolean topicsWereSeen() {
        if (!topicsSeen) {
            begin();
        }
        return topicsSeen;
    }

    KafkaState state() {
        return state;
    }

    List<WatchedGroup> groups() {
        return groups;
    }

    @PreDestroy
    synchronized void close() {
        if (checks != null) {
            checks.interrupt();
        }
    }

    private synchronized void begin() {
        if (checks == null) {
            Gauge.builder("scriptorium.kafka.usable", this, monitor -> monitor.state instanceof Usable ? 1 : 0)
                    .description("1 while the brokers answer and the topics are as they have to be, else 0")
                    .register(registry);
            checks = Thread.ofPlatform().name("kafka-check").daemon().start(this::run);
        }
    }

    private void run() {
        try {
            while (true) {
                try (Admin admin = Admin.create(adminSettings())) {
                    while (true) {
                        check(admin);
                        boolean well =
                                state instanceof Usable && groups.stream().allMatch(WatchedGroup::usable);
                        Thread.sleep(well ? configuration.checkEvery() : WHILE_NOT_USABLE);
                    }
                } catch (KafkaException e) {
                    become(new Unreachable(deepest(e)));
                    Thread.sleep(WHILE_NOT_USABLE);
                }
            }
        } catch (InterruptedException e) {
            LOG.trace("stopped");
        }
    }

    private void check(Admin admin) throws InterruptedException {
        try {
            if (configuration.topics().create()) {
                List<String> created = topics.createMissing(admin);
                if (!created.isEmpty()) {
                    LOG.infof("Created %s", String.join(", ", created));
                }
            }
            Map<String, TopicDescription> found = topics.describe(admin);
            List<String> differences = topics.differences(found);
            for (WatchedGroup group : groups) {
                group.check(admin, found, differences.isEmpty());
            }
            topicsSeen |= differences.isEmpty();
            become(differences.isEmpty() ? new Usable() : new TopicsDiffer(differences));
        } catch (ExecutionException e) {
            become(new Unreachable(deepest(e)));
        }
    }

    private void become(KafkaState now) {
        if (!now.equals(state)) {
            if (now instanceof Usable) {
                LOG.info("Kafka is usable");
            } else {
                LOG.warnf("Kafka: %s", now.inWords());
            }
        }
        state = now;
    }

    private Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS / 2);
        return settings;
    }

    private static String deepest(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
