package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.blob.BlobUpload;
import dev.scriptorium.ingest.blob.BlobWriter;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.NewJob;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.ingest.webhook.JobWebhook;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job that is being submitted: its documents one after the other, then {@link #submit}, which returns when all of it is
 * durable. Closed without that, nothing remains. For one thread.
 */
public final class JobSubmission implements AutoCloseable {

    private final JobStore jobs;
    private final BlobUpload upload;
    private final AdmissionControl admission;
    private final IngestConfig.Limits limits;
    private final JobSubmissions.Ids ids;
    private final Request request;
    private final List<Kept> documents = new ArrayList<>();
    private final Set<String> customIds = new HashSet<>();
    private long bytes;
    private @Nullable JobWebhook webhook;

    JobSubmission(
            JobStore jobs,
            BlobUpload upload,
            AdmissionControl admission,
            IngestConfig.Limits limits,
            JobSubmissions.Ids ids,
            Request request) {
        this.jobs = jobs;
        this.upload = upload;
        this.admission = admission;
        this.limits = limits;
        this.ids = ids;
        this.request = request;
    }

    /** The number of documents so far. */
    public int size() {
        return documents.size();
    }

    /** Fails with {@code LIMIT_EXCEEDED} when the job has as many documents as it may have. */
    public void add(SubmittedDocument document, InputStream content) {
        checkNext();
        checkNames(document);
        received(document, upload.add(content, limits.document()));
    }

    /** For a document that comes in pieces: give what its writer finishes with to {@link #add(SubmittedDocument, StoredBlob)}. */
    public BlobWriter write() {
        checkNext();
        return upload.write(limits.document());
    }

    public void add(SubmittedDocument document, StoredBlob blob) {
        checkNames(document);
        received(document, blob);
    }

    /** What is to be told of the job's events; given at most once. */
    public void tell(JobWebhook of) {
        if (webhook != null) {
            throw new FailureException(FailureCode.BAD_REQUEST, "A job has one webhook at most.");
        }
        webhook = of;
    }

    /** Keeps the documents in the store without a job, in place of {@link #submit}. */
    public List<Kept> keep() {
        requireDocuments();
        upload.commit();
        return List.copyOf(documents);
    }

    private void requireDocuments() {
        if (documents.isEmpty()) {
            throw new FailureException(FailureCode.BAD_REQUEST, "A job must have at least one document.");
        }
    }

    public Submitted submit(RequestedTasks tasks) {
        requireDocuments();
        if (documents.stream().allMatch(document -> document.blob().size().toBytes() == 0)) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "All documents are empty.");
        }
        upload.commit();
        JobId id = new JobId(ids.next());
        JobId job = jobs.accept(new NewJob(
                id,
                request.tenant().id(),
                tasks,
                request.trace(),
                request.key().map(value -> new NewJob.Key(value, digest(tasks))),
                Optional.empty(),
                Optional.ofNullable(webhook),
                documents.stream().map(document -> document(document, tasks)).toList()));
        boolean replayed = !job.equals(id);
        return new Submitted(job, replayed, replayed ? Optional.empty() : Optional.ofNullable(webhook));
    }

    @Override
    public void close() {
        upload.close();
    }

    private void checkNext() {
        TaskLimits.atMost(request.mostDocuments(), documents.size() + 1L, "documents in a job");
        admission.requireRoomForDocument();
    }

    private void checkNames(SubmittedDocument document) {
        TaskLimits.atMost(limits.name(), document.fileName().length(), "characters in a document's name");
        TaskLimits.atMost(limits.name(), document.mediaType().length(), "characters in a document's media type");
        TaskLimits.atMost(limits.name(), document.customId().length(), "characters in a document's customId");
        if (!document.customId().isEmpty() && !customIds.add(document.customId())) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "customId must be unique in a job; document " + (documents.size() + 1)
                            + " has that of an earlier one.");
        }
    }

    private void received(SubmittedDocument document, StoredBlob blob) {
        bytes += blob.size().toBytes();
        DataSize most = limits.job();
        if (bytes > most.toBytes()) {
            throw new FailureException(
                    FailureCode.DOC_TOO_LARGE, "The documents of a job may have at most " + most + " together.");
        }
        documents.add(new Kept(
                new SubmittedDocument(
                        printable(document.customId()),
                        printable(document.fileName()),
                        printable(document.mediaType()),
                        document.language()),
                blob));
    }

    private NewJob.NewDocument document(Kept received, RequestedTasks tasks) {
        SubmittedDocument document = received.document();
        return new NewJob.NewDocument(
                new DocumentId(ids.next()),
                document.customId(),
                document.fileName(),
                document.mediaType(),
                document.language().isEmpty() ? tasks.sourceLanguage() : document.language(),
                received.blob(),
                tasks.tasks().stream().map(task -> new TaskId(ids.next())).toList());
    }

    /** A name is only ever shown: it is one line. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "\ufffd");
    }

    private Sha256 digest(RequestedTasks requested) {
        MessageDigest digest = Sha256.digest();
        requested.tasks().forEach(task -> update(digest, task.label() + options(task)));
        update(digest, requested.sourceLanguage());
        update(digest, requested.lane().name());
        if (webhook != null) {
            update(digest, "webhook " + webhook.request());
        }
        documents.forEach(received -> {
            update(digest, received.document().fileName());
            update(digest, received.document().mediaType());
            if (!received.document().customId().isEmpty()) {
                update(digest, "customId " + received.document().customId());
            }
            if (!received.document().language().isEmpty()) {
                update(digest, "language " + received.document().language());
            }
            update(digest, received.blob().digest().hex());
        });
        return Sha256.of(digest);
    }

    static String options(TaskSpec task) {
        return switch (task) {
            case TaskSpec.Summarize summarize ->
                " " + summarize.sentences() + (summarize.model().isEmpty() ? "" : " " + summarize.model());
            case TaskSpec.Translate translate -> translate.wantsFile() ? " file" : "";
            case TaskSpec.Classify classify -> "";
        };
    }

    static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** Whose request it is, under which key, in which trace, and with how many documents at most. */
    record Request(Tenant tenant, Optional<String> key, TraceParent trace, int mostDocuments) {}

    /** A document and where its bytes are. */
    public record Kept(SubmittedDocument document, StoredBlob blob) {}

    /**
     * The job of a submission.
     *
     * @param replayed whether an earlier request with the same key made it
     * @param webhook that was made with it
     */
    public record Submitted(JobId job, boolean replayed, Optional<JobWebhook> webhook) {}
}
