package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.jobs.JobQueries;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets a client wait for the end of a job without a thread that waits (RFC 7240, {@code Prefer: wait=20}). Thread-safe. */
@Singleton
public class JobWait {

    private static final Pattern WAIT =
            Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?:$|[,;])");
    private static final Duration POLL = Duration.ofMillis(500);

    private final JobQueries jobs;
    private final Clock clock;
    private final Duration longest;
    private final Semaphore free;

    JobWait(JobQueries jobs, IngestConfig config, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
        this.longest = config.events().longestWait();
        this.free = new Semaphore(config.events().streams());
    }

    /** The longest that may be. */
    public Duration longest() {
        return longest;
    }

    /** The time of the header, at most the longest that may be; none without one, or while too many wait. */
    Duration wanted(@Nullable String prefer) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        if (!wait.find()) {
            return Duration.ZERO;
        }
        Duration wanted = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return wanted.compareTo(longest) > 0 ? longest : wanted;
    }

    /** The job as soon as it is finished, or as it is after that time. */
    public Uni<Job> finished(String id, Duration wait) {
        Uni<Job> job =
                Uni.createFrom().item(() -> jobs.get(id)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        if (wait.isZero() || !free.tryAcquire()) {
            return job;
        }
        Instant end = clock.instant().plus(wait);
        return job.repeat()
                .withDelay(POLL)
                .indefinitely()
                .filter(now -> now.state().isTerminal() || !clock.instant().isBefore(end))
                .toUni()
                .onTermination()
                .invoke(free::release);
    }
}
