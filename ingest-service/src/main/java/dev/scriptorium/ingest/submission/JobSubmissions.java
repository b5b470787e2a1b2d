package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.document.TimeOrderedId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.job.JobStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Begins submissions while there is room for more work. Thread-safe. */
public final class JobSubmissions {

    static final int LONGEST_KEY = 255;

    private final BlobStore blobs;
    private final JobStore jobs;
    private final AdmissionControl admission;
    private final IngestConfig.Limits limits;
    private final Tenant tenant;
    private final Ids ids;

    public JobSubmissions(
            BlobStore blobs,
            JobStore jobs,
            AdmissionControl admission,
            IngestConfig.Limits limits,
            Tenant tenant,
            Ids ids) {
        this.blobs = blobs;
        this.jobs = jobs;
        this.admission = admission;
        this.limits = limits;
        this.tenant = tenant;
        this.ids = ids;
    }

    /**
     * Begins a job.
     *
     * @param idempotencyKey the client's name for this request, bare or as a quoted string; null without one
     * @param traceParent the client's trace; null without one
     */
    public JobSubmission begin(@Nullable String idempotencyKey, @Nullable String traceParent) {
        admission.requireRoomForJob();
        Optional<String> key = Optional.ofNullable(idempotencyKey).map(JobSubmissions::unquoted);
        if (key.filter(value -> value.isBlank() || value.length() > LONGEST_KEY || value.indexOf('\0') >= 0)
                .isPresent()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "Idempotency-Key must have from 1 to " + LONGEST_KEY + " characters.");
        }
        TraceParent trace = Optional.ofNullable(traceParent)
                .flatMap(TraceParent::parse)
                .map(parent -> parent.child(ids.random()))
                .orElseGet(() -> TraceParent.start(ids.random()));
        return new JobSubmission(
                jobs, blobs.begin(), admission, limits, ids, new JobSubmission.Request(tenant, key, trace));
    }

    /** {@code "k"} is the key {@code k}: some clients send the header as a structured field. */
    private static String unquoted(String key) {
        boolean quoted = key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"");
        return quoted ? key.substring(1, key.length() - 1) : key;
    }

    /** Makes ids. */
    public record Ids(InstantSource clock, RandomGenerator random) {
        UUID next() {
            return TimeOrderedId.next(clock, random);
        }
    }
}
