package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.failure.FailureException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Claims queues and has each delivered by a thread of its own, for as long as the service runs. A slow receiver keeps few of the threads.
 * What a stop interrupts is delivered again when its lease is over.
 */
@Singleton
class WebhookWorkers {

    private static final Logger LOG = Logger.getLogger(WebhookWorkers.class);

    private final WebhookConfig config;
    private final WebhookQueue queue;
    private final WebhookDelivery delivery;
    private final WebhookMetrics metrics;
    private final Semaphore free;
    private final Semaphore wake = new Semaphore(0);
    private final Map<UUID, Integer> running = new ConcurrentHashMap<>();
    private final Thread claims = Thread.ofVirtual().name("webhooks").unstarted(this::run);
    private volatile boolean stopped;

    WebhookWorkers(WebhookConfig config, WebhookQueue queue, WebhookDelivery delivery, WebhookMetrics metrics) {
        this.config = config;
        this.queue = queue;
        this.delivery = delivery;
        this.metrics = metrics;
        this.free = new Semaphore(config.parallel());
    }

    void start(@Observes StartupEvent event) {
        claims.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        claims.interrupt();
    }

    @Scheduled(every = "5s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        try {
            metrics.waiting(queue.waiting());
        } catch (FailureException e) {
            LOG.warnf("Messages to webhooks are not counted: %s", e.reason());
        }
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteOld() {
        try {
            queue.deleteOlderThan(config.keep());
        } catch (FailureException e) {
            LOG.warnf("Old messages to webhooks are not deleted: %s", e.reason());
        }
    }

    private void run() {
        try {
            while (!stopped) {
                if (!begin()) {
                    // Woken early where a thread has ended, as its queue or webhook may have more.
                    wake.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS);
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was something to do. */
    private boolean begin() throws InterruptedException {
        free.acquire();
        free.release();
        List<WebhookQueue.Claim> claimed;
        try {
            claimed = queue.claim(1, busy(), WebhookWiring.lease(config));
        } catch (FailureException e) {
            LOG.warnf("Messages to webhooks wait: %s", e.reason());
            return false;
        }
        claimed.forEach(this::start);
        return !claimed.isEmpty();
    }

    private List<UUID> busy() {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue() >= config.parallelEach())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void start(WebhookQueue.Claim claim) {
        free.acquireUninterruptibly();
        running.merge(claim.webhook(), 1, Integer::sum);
        Thread.ofVirtual().name("webhook-" + claim.webhook()).start(() -> {
            try {
                delivery.work(claim, () -> stopped);
            } catch (FailureException e) {
                LOG.warnf("Messages to webhook %s wait: %s", claim.webhook(), e.reason());
            } catch (RuntimeException e) {
                LOG.errorf(e, "Messages to webhook %s wait", claim.webhook());
            } finally {
                running.computeIfPresent(claim.webhook(), (id, count) -> count == 1 ? null : count - 1);
                free.release();
                wake.release();
            }
        });
    }
}
