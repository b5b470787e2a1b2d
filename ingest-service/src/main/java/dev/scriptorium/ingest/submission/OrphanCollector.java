package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.job.JobStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Deletes what submissions left that never became jobs: uploads that a crash ended, and documents that were stored without
 * their job being accepted. Several instances may collect at once.
 */
@Singleton
public class OrphanCollector {

    private static final Logger LOG = Logger.getLogger(OrphanCollector.class);

    private final BlobStore blobs;
    private final JobStore jobs;
    private final Duration age;
    private final InstantSource clock;

    public OrphanCollector(BlobStore blobs, JobStore jobs, OrphanAge age, Clock clock) {
        this.blobs = blobs;
        this.jobs = jobs;
        this.age = age.value();
        this.clock = clock;
    }

    /** The age from which on a file without a document is an orphan; longer than any submission takes. */
    public record OrphanAge(Duration value) {}

    @Scheduled(
            every = "${scriptorium.ingest.storage.orphans-every:1H}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void collectOnTime() {
        try {
            int deleted = collect();
            if (deleted > 0) {
                LOG.infof("%d orphaned files were deleted from the blob store", deleted);
            }
        } catch (FailureException | UncheckedIOException e) {
            LOG.warnf("Orphaned files are not collected: %s", e.getMessage());
        }
    }

    /** The number of files deleted. */
    public int collect() {
        return blobs.deleteOrphans(clock.instant().minus(age), jobs::referenced);
    }
}
