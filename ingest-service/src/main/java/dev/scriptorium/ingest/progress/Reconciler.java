package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.core.lifecycle.StopReason;
import dev.scriptorium.ingest.outbox.OutboxRelay;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
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
    private static final int BATCH_SIZE = 500;

    private final OpenDocuments documents;
    private final JobCanceller canceller;
    private final OutboxRelay relay;
    private final RetryPolicy policy;
    private final Times times;
    private final Clock clock;
    private volatile Instant quietSince;

    public Reconciler(
            OpenDocuments documents,
            JobCanceller canceller,
            OutboxRelay relay,
            RetryPolicy policy,
            Times times,
            Clock clock) {
        this.documents = documents;
        this.canceller = canceller;
        this.relay = relay;
        this.policy = policy;
        this.times = times;
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
        documents.cancelling().forEach(job -> canceller.stop(job, StopReason.CANCEL));
        documents.olderThan(times.jobExpiry()).forEach(job -> canceller.stop(job, StopReason.EXPIRE));

        List<DocumentId> due = documents.due(BATCH_SIZE);
        documents.change(due, (state, now) -> Change.to(retriedWhenDue(state, now)));

        if (!relay.keepsUp()) {
            // What waits for the broker is not lost, and no result can come while it is away.
            quietSince = clock.instant();
            return;
        }
        List<OpenDocuments.Stalled> stalled = documents.stalled(times.lease(), quietSince, BATCH_SIZE);
        if (!stalled.isEmpty()) {
            LOG.warnf("%d documents made no progress for longer than %s", stalled.size(), times.lease());
            Map<DocumentId, Integer> attempts = stalled.stream()
                    .collect(Collectors.toMap(OpenDocuments.Stalled::document, OpenDocuments.Stalled::attempt));
            // Where another instance was faster, the attempt is a later one.
            documents.change(
                    attempts.keySet(),
                    (state, now) ->
                            Change.to(state.attempt() == attempts.get(state.id()) ? state.stalled(policy) : state));
        }
    }

    /**
     * How long things may take.
     *
     * @param lease without progress, until a document is sent again; doubled for each attempt
     * @param jobExpiry from the submission of a job to its end
     */
    public record Times(Duration lease, Duration jobExpiry) {}

    private static DocumentState retriedWhenDue(DocumentState.Open state, Instant now) {
        Instant next = state.nextAttemptAt();
        return next == null || next.isAfter(now) ? state : state.retried();
    }
}
