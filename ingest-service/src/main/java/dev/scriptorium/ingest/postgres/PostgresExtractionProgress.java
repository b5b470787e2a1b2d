package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.texts;
import static dev.scriptorium.ingest.postgres.PostgresRows.uuids;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.extraction.ExtractionProgress;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Gathers news in memory and writes it behind, one statement for many documents; remembers for a second which jobs are stopped. */
@Singleton
public class PostgresExtractionProgress implements ExtractionProgress {

    private static final Logger LOG = Logger.getLogger(PostgresExtractionProgress.class);
    private static final int BATCH_SIZE = 1_000;
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(1).toNanos();

    private final PostgresDatabase database;
    private final ConcurrentLinkedQueue<Detected> news = new ConcurrentLinkedQueue<>();
    private final AtomicLong readAt = new AtomicLong(System.nanoTime() - REMEMBERED_NANOS);
    private volatile Set<JobId> stopped = Set.of();

    public PostgresExtractionProgress(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public void detected(DocumentId document, String mediaType) {
        news.add(new Detected(document, mediaType));
    }

    @Override
    public boolean stillWanted(JobId job) {
        long last = readAt.get();
        long now = System.nanoTime();
        if (now - last >= REMEMBERED_NANOS && readAt.compareAndSet(last, now)) {
            stopped = readStopped();
        }
        return !stopped.contains(job);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void write() {
        while (!news.isEmpty()) {
            List<Detected> batch = new ArrayList<>();
            for (Detected next = news.poll(); next != null; next = batch.size() < BATCH_SIZE ? news.poll() : null) {
                batch.add(next);
            }
            try {
                write(batch);
            } catch (FailureException e) {
                LOG.warnf("The media types of %d documents are not noted: %s", batch.size(), e.reason());
            }
        }
    }

    private void write(List<Detected> batch) {
        database.run(handle -> handle.createUpdate("""
                        WITH changed AS (
                            SELECT d.document_id, d.job_id, n.type
                            FROM unnest(:ids, :types) AS n (id, type) JOIN ingest.document d ON d.document_id = n.id
                            ORDER BY d.document_id FOR NO KEY UPDATE OF d),
                        noted AS (
                            UPDATE ingest.document d
                            SET media_type = c.type,
                                state = CASE WHEN d.state = 'QUEUED' AND d.next_attempt_at IS NULL THEN 'RUNNING' ELSE d.state END,
                                started_at = coalesce(d.started_at, now()),
                                progress_at = clock_timestamp()
                            FROM changed c WHERE d.document_id = c.document_id)
                        UPDATE ingest.job j SET state = 'RUNNING', started_at = coalesce(j.started_at, now())
                        FROM (SELECT job_id FROM ingest.job
                              WHERE state = 'QUEUED' AND job_id IN (SELECT job_id FROM changed)
                              ORDER BY job_id FOR NO KEY UPDATE) AS queued
                        WHERE j.job_id = queued.job_id AND j.state = 'QUEUED'""")
                .bind("ids", uuids(batch, detected -> detected.document().value()))
                .bind("types", texts(batch, Detected::mediaType))
                .execute());
    }

    private Set<JobId> readStopped() {
        return database.get(handle -> handle.createQuery("""
                        SELECT job_id FROM ingest.job WHERE finished_at IS NULL AND state = 'CANCELLING'
                        UNION ALL
                        SELECT job_id FROM ingest.job
                        WHERE state IN ('CANCELLED', 'EXPIRED') AND finished_at > now() - interval '1 day'""")
                .map((row, context) -> new JobId(PostgresRows.uuid(row, "job_id")))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private record Detected(DocumentId document, String mediaType) {}
}
