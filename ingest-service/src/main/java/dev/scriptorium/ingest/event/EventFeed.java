package dev.scriptorium.ingest.event;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Follows the event log for each client that listens, as fast as the client reads. Thread-safe. */
@Singleton
public class EventFeed {

    private static final Logger LOG = Logger.getLogger(EventFeed.class);
    private static final int BATCH = 500;
    private static final Duration POLL = Duration.ofMillis(500);

    private final EventLog log;
    private final Clock clock;
    private final Settings settings;
    private final Semaphore free;

    /**
     * How events are followed.
     *
     * @param streams clients that listen at the same time
     * @param heartbeat time without events after which a comment shows that the connection is alive
     * @param keep how long events can be resumed from
     */
    public record Settings(int streams, Duration heartbeat, Duration keep) {}

    public EventFeed(EventLog log, Clock clock, Settings settings) {
        this.log = log;
        this.clock = clock;
        this.settings = settings;
        this.free = new Semaphore(settings.streams());
    }

    /**
     * Events in batches, without an end; an empty batch as each heartbeat. Fails with {@code OVERLOADED} where too many listen.
     *
     * @param last the position of the last event that the client knows; empty: those that come from now on
     */
    public Multi<List<JobEvent>> follow(String tenant, Optional<JobId> job, Optional<JobEvent.Position> last) {
        if (!free.tryAcquire()) {
            throw new FailureException(
                    FailureCode.OVERLOADED,
                    "At most " + settings.streams()
                            + " clients may listen to events at the same time; try again later.");
        }
        AtomicBoolean released = new AtomicBoolean();
        Reader reader = new Reader(tenant, job, last.orElseGet(log::end), clock.instant());
        return Uni.createFrom()
                .item(reader::next)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .repeat()
                .withDelay(POLL)
                .indefinitely()
                .onItem()
                .transformToMultiAndConcatenate(
                        batch -> batch.map(events -> Multi.createFrom().item(events))
                                .orElse(Multi.createFrom().empty()))
                .onTermination()
                .invoke(() -> {
                    if (released.compareAndSet(false, true)) {
                        free.release();
                    }
                });
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteOld() {
        try {
            log.deleteOlderThan(settings.keep());
        } catch (FailureException e) {
            LOG.warnf("Old events are not deleted: %s", e.reason());
        }
    }

    /** One client's place in the log. For one thread at a time. */
    private final class Reader {

        private final String tenant;
        private final Optional<JobId> job;
        private JobEvent.Position position;
        private Instant heard;

        Reader(String tenant, Optional<JobId> job, JobEvent.Position position, Instant now) {
            this.tenant = tenant;
            this.job = job;
            this.position = position;
            this.heard = now;
        }

        synchronized Optional<List<JobEvent>> next() {
            List<JobEvent> events = log.after(position, tenant, job, BATCH);
            Instant now = clock.instant();
            if (events.isEmpty() && now.isBefore(heard.plus(settings.heartbeat()))) {
                return Optional.empty();
            }
            heard = now;
            if (!events.isEmpty()) {
                position = events.getLast().position();
            }
            return Optional.of(events);
        }
    }
}
