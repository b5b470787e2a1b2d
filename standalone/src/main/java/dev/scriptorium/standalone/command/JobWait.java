package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.ApiException;
import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.report.ProgressLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a job. */
final class JobWait {
    private static final long PAUSE_MILLIS = 200;
    static final int FAILURES_TOLERATED = 300;

    /** What was detected of a document follows its state within moments. */
    private static final Duration COMPLETION_LIMIT = Duration.ofSeconds(30);

    private final PipelineClient client;
    private final ProgressLine progress;
    private final @Nullable Instance host;

    /** @param host null: another process runs the platform */
    JobWait(PipelineClient client, ProgressLine progress, @Nullable Instance host) {
        this.client = client;
        this.progress = progress;
        this.host = host;
    }

    /** Is called when the first document has ended. */
    interface FirstResult {
        void happened();
    }

    /** Its documents when all have ended. Empty: the wait was interrupted, and the job continues. */
    Optional<List<JobDocument>> documents(String id, FirstResult first) throws InterruptedException {
        boolean firstSeen = false;
        int failures = 0;
        while (true) {
            try {
                Job job = client.job(id);
                failures = 0;
                if (!firstSeen && job.documents().ended() > 0) {
                    firstSeen = true;
                    first.happened();
                }
                progress.show(job);
                if (job.hasEnded()) {
                    return completeDocuments(id);
                }
            } catch (ApiException e) {
                if (!e.isUnreachable() || ++failures > FAILURES_TOLERATED) {
                    throw e;
                }
            }
            if (stopAsked()) {
                progress.end();
                return Optional.empty();
            }
        }
    }

    /** Waits until media type and language are there too. */
    private Optional<List<JobDocument>> completeDocuments(String job) throws InterruptedException {
        long deadline = System.nanoTime() + COMPLETION_LIMIT.toNanos();
        while (true) {
            List<JobDocument> documents = client.documents(job);
            if (documents.stream().allMatch(JobDocument::isComplete) || System.nanoTime() > deadline) {
                progress.end();
                return Optional.of(documents);
            }
            if (stopAsked()) {
                progress.end();
                return Optional.empty();
            }
        }
    }

    private boolean stopAsked() throws InterruptedException {
        return stopAsked(host);
    }

    /** Pauses. Returns whether a stop is requested meanwhile. */
    static boolean stopAsked(@Nullable Instance host) throws InterruptedException {
        if (host != null) {
            return host.stopAskedWithin(PAUSE_MILLIS);
        }
        Thread.sleep(PAUSE_MILLIS);
        return false;
    }
}
