package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.document.TimeOrderedId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.NewJob;
import dev.scriptorium.ingest.job.RequestedTasks;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
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
        return new JobSubmission(
                jobs,
                blobs.begin(),
                admission,
                limits,
                ids,
                new JobSubmission.Request(tenant, key(idempotencyKey), trace(traceParent), limits.documents()));
    }

    /** Begins a job that is never submitted: its documents go to another store. */
    public JobSubmission beginIn(BlobStore store, int mostDocuments) {
        admission.requireRoomForJob();
        return new JobSubmission(
                jobs,
                store.begin(),
                admission,
                limits,
                ids,
                new JobSubmission.Request(tenant, Optional.empty(), trace(null), mostDocuments));
    }

    /**
     * Submits stored documents again as a job of their own, beside that which they are of. Nothing is uploaded.
     *
     * @param idempotencyKey as for {@link #begin}
     * @param tasks for each document; a source language takes the place of the declared one
     */
    public JobSubmission.Submitted again(
            JobId of, List<Document> documents, RequestedTasks tasks, @Nullable String idempotencyKey) {
        admission.requireRoomForJob();
        if (documents.isEmpty()) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The job has no document in these states.");
        }
        TaskLimits.atMost(limits.documents(), documents.size(), "documents in a job");
        JobId id = new JobId(ids.next());
        JobId job = jobs.accept(new NewJob(
                id,
                tenant.id(),
                tasks,
                trace(null),
                key(idempotencyKey).map(value -> new NewJob.Key(value, digest(of, documents, tasks))),
                Optional.of(of),
                Optional.empty(),
                documents.stream().map(document -> again(document, tasks)).toList()));
        return new JobSubmission.Submitted(job, !job.equals(id), Optional.empty());
    }

    private NewJob.NewDocument again(Document document, RequestedTasks tasks) {
        return new NewJob.NewDocument(
                new DocumentId(ids.next()),
                document.customId(),
                document.fileName(),
                document.declaredMediaType(),
                tasks.sourceLanguage().isEmpty() ? document.declaredLanguage() : tasks.sourceLanguage(),
                new StoredBlob(document.sha256(), new DataSize(document.size())),
                tasks.tasks().stream().map(task -> new TaskId(ids.next())).toList());
    }

    private static Sha256 digest(JobId of, List<Document> documents, RequestedTasks tasks) {
        MessageDigest digest = Sha256.digest();
        JobSubmission.update(digest, "rerun of " + of);
        tasks.tasks().forEach(task -> JobSubmission.update(digest, task.label() + JobSubmission.options(task)));
        JobSubmission.update(digest, tasks.sourceLanguage());
        JobSubmission.update(digest, tasks.lane().name());
        documents.forEach(document -> JobSubmission.update(digest, document.id().toString()));
        return Sha256.of(digest);
    }

    private static Optional<String> key(@Nullable String idempotencyKey) {
        Optional<String> key = Optional.ofNullable(idempotencyKey).map(JobSubmissions::unquoted);
        if (key.filter(value -> value.isBlank() || value.length() > LONGEST_KEY || value.indexOf('\0') >= 0)
                .isPresent()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "Idempotency-Key must have from 1 to " + LONGEST_KEY + " characters.");
        }
        return key;
    }

    private TraceParent trace(@Nullable String traceParent) {
        return Optional.ofNullable(traceParent)
                .flatMap(TraceParent::parse)
                .map(parent -> parent.child(ids.random()))
                .orElseGet(() -> TraceParent.start(ids.random()));
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
