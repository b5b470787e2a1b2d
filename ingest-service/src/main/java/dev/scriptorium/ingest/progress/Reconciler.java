package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.DocumentLife;
import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.core.lifecycle.Stop;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.outbox.OutboxRelay;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes good what transport lost: sends documents on their way again whose time has come or that made no progress, gives
 * up after enough attempts, and finishes what a crash left of a cancellation. Several may run at once.
 */
@Singleton
public class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final int TOGETHER = 500;

    private final OpenDocuments documents;
    private final Stopping stopping;
    private final OutboxRelay relay;
    private final RetryPolicy policy;
    private final IngestConfig config;
    private final Clock clock;
    private volatile Instant quietSince;

    public Reconciler(
            OpenDocuments documents,
            Stopping stopping,
            OutboxRelay relay,
            RetryPolicy policy,
            IngestConfig config,
            Clock clock) {
        this.documents = documents;
        this.stopping = stopping;
        this.relay = relay;
        this.policy = policy;
        this.config = config;
        this.clock = clock;
        this.quietSince = clock.instant();
    }

    @Scheduled(
            every = "${scriptorium.ingest.reconcile-every:2S}",
            delayed = "${scriptorium.ingest.reconcile-every:2S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void reconcileOnTime() {
        try {
            reconcile();
        } catch (FailureException e) {
            LOG.warnf("Overdue documents wait: %s", e.reason());
        }
    }

    public void reconcile() {
        documents.cancelling().forEach(job -> stopping.stop(job, Stop.CANCEL));
        documents.olderThan(config.jobExpiry()).forEach(job -> stopping.stop(job, Stop.EXPIRE));

        List<DocumentId> due = documents.due(TOGETHER);
        documents.change(due, (life, now) -> Change.to(retriedWhenDue(life, now)));

        if (!relay.keepsUp()) {
            // What waits for the broker is not lost, and no result can come while it is away.
            quietSince = clock.instant();
            return;
        }
        List<OpenDocuments.Stalled> stalled = documents.stalled(config.lease(), quietSince, TOGETHER);
        if (!stalled.isEmpty()) {
            LOG.warnf("%d documents made no progress for longer than %s", stalled.size(), config.lease());
            Map<DocumentId, Integer> attempts = stalled.stream()
                    .collect(Collectors.toMap(OpenDocuments.Stalled::document, OpenDocuments.Stalled::attempt));
            // Where another instance was faster, the attempt is a later one.
            documents.change(
                    attempts.keySet(),
                    (life, now) -> Change.to(life.attempt() == attempts.get(life.id()) ? life.stalled(policy) : life));
        }
    }

    private static DocumentLife retriedWhenDue(DocumentLife.Open life, Instant now) {
        Instant next = life.nextAttemptAt();
        return next == null || next.isAfter(now) ? life : life.retried();
    }
}
