package dev.scriptorium.ingest.outbox;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventPublisher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Publishes the outbox: at least once, noted as sent only when the brokers have acknowledged. While they are away, events
 * wait in Postgres and jobs are accepted all the same, up to a limit that {@link #requireRoom()} guards.
 */
@Singleton
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Duration KEEPING_UP = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final EventPublisher publisher;
    private final Settings config;
    private final Thread thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
    private volatile Outbox.Backlog backlog = Outbox.Backlog.NONE;
    private volatile boolean stopped;

    public OutboxRelay(Outbox outbox, EventPublisher publisher, Settings config, MeterRegistry registry) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.config = config;
        Gauge.builder("scriptorium.outbox.events", this, relay -> relay.backlog.events())
                .description("Events that wait to be published")
                .register(registry);
        Gauge.builder(
                        "scriptorium.outbox.age",
                        this,
                        relay -> relay.backlog.age().toMillis() / 1e3)
                .description("Age of the oldest event that waits to be published")
                .baseUnit("seconds")
                .register(registry);
    }

    /**
     * How events are published, and how many may wait.
     *
     * @param batch events published together
     * @param acknowledgedWithin how long a batch may wait for the acknowledgement of the brokers
     * @param poll how long to wait for a notification before looking all the same
     * @param maxWaiting unsent events above which no job is accepted
     * @param maxAge age of the oldest unsent event above which no job is accepted
     * @param keepSent how long sent events are kept
     */
    public record Settings(
            int batch,
            Duration acknowledgedWithin,
            Duration poll,
            long maxWaiting,
            Duration maxAge,
            Duration keepSent) {}

    /** Fails with {@code OVERLOADED} while more waits than may. */
    public void requireRoom() {
        Outbox.Backlog now = backlog;
        if (now.events() >= config.maxWaiting() || now.age().compareTo(config.maxAge()) > 0) {
            throw new FailureException(
                    FailureCode.OVERLOADED, now.events() + " documents wait to be sent on their way; try again later.");
        }
    }

    /** Whether events are published soon after they are stored. */
    public boolean keepsUp() {
        return backlog.age().compareTo(KEEPING_UP) < 0;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void measure() {
        try {
            backlog = outbox.backlog();
        } catch (FailureException e) {
            LOG.warnf("The outbox is not measured: %s", e.reason());
        }
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteSent() {
        outbox.deleteSent(config.keepSent());
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }

    private void run() {
        while (!stopped) {
            try {
                if (outbox.send(config.batch(), this::publish) < config.batch()) {
                    outbox.await(config.poll());
                }
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warnf("Events wait in the outbox: %s", e.getMessage());
                    pause();
                }
            }
        }
        outbox.stopAwaiting();
    }

    private void publish(List<Outbox.Entry> entries) {
        CompletableFuture<?>[] acknowledged = entries.stream()
                .map(entry -> publisher
                        .publish(
                                Topics.DOCUMENTS_RECEIVED,
                                entry.event().getDocument().getDocumentId(),
                                entry.event(),
                                new EventContext(entry.tenant(), entry.trace()))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(acknowledged)
                    .get(config.acknowledgedWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "The brokers do not acknowledge.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(FailureCode.CANCELLED, "The relay is stopping.", e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(BACK_OFF);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
