package dev.scriptorium.ingest.retention;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TimeOrderedId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.Tenant;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Erases jobs on request, and those that were finished for longer than jobs are kept. Several may run at once. */
@Singleton
public class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 100;

    private final ErasureStore store;
    private final Settings settings;
    private final Clock clock;
    private final RandomGenerator random;

    public Retention(ErasureStore store, Settings settings, Clock clock, RandomGenerator random) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What is kept.
     *
     * @param keep how long a finished job is kept; empty: for good
     */
    public record Settings(Tenant tenant, Optional<Duration> keep) {}

    /** Fails with {@code NOT_FOUND}, and with {@code JOB_OPEN} while the job is not finished. */
    public Erasure erase(JobId job) {
        return store.erase(settings.tenant().id(), job, Erasure.Reason.REQUEST, id())
                .orElseThrow(() -> new FailureException(FailureCode.NOT_FOUND, "No job has this id."));
    }

    public List<Erasure> list(Optional<UUID> after, int limit) {
        return store.list(settings.tenant().id(), after, limit);
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void eraseOnTime() {
        try {
            int erased = eraseExpired();
            if (erased > 0) {
                LOG.infof("%d jobs were erased that were finished for longer than jobs are kept", erased);
            }
        } catch (FailureException e) {
            LOG.warnf("Old jobs are not erased: %s", e.reason());
        }
    }

    /** The number of jobs erased. */
    public int eraseExpired() {
        int erased = 0;
        if (settings.keep().isEmpty()) {
            return erased;
        }
        List<ErasureStore.Finished> old;
        do {
            old = store.finishedBefore(clock.instant().minus(settings.keep().get()), BATCH);
            for (ErasureStore.Finished job : old) {
                // Where another instance was faster, it is gone.
                erased += store.erase(job.tenant(), job.job(), Erasure.Reason.RETENTION, id())
                                .isPresent()
                        ? 1
                        : 0;
            }
        } while (old.size() == BATCH);
        return erased;
    }

    private UUID id() {
        return TimeOrderedId.next(clock, random);
    }
}
