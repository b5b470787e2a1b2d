package dev.scriptorium.ingest.accept;

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
import dev.scriptorium.ingest.blob.BlobWriter;
import dev.scriptorium.ingest.blob.Deposit;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.NewJob;
import dev.scriptorium.ingest.job.Wanted;
import dev.scriptorium.ingest.job.WantedTask;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A job on its way in: its documents one after the other, then {@link #accept()}, which returns when all of it is durable.
 * Closed without that, nothing remains. For one thread.
 */
public final class Intake implements AutoCloseable {

    private static final int LONGEST_NAME = 1_000;

    private final JobStore jobs;
    private final Deposit deposit;
    private final IngestConfig config;
    private final Ids ids;
    private final Request request;
    private final List<NewJob.NewDocument> documents = new ArrayList<>();
    private long bytes;

    Intake(JobStore jobs, Deposit deposit, IngestConfig config, Ids ids, Request request) {
        this.jobs = jobs;
        this.deposit = deposit;
        this.config = config;
        this.ids = ids;
        this.request = request;
    }

    public void add(String fileName, String mediaType, InputStream content) {
        checkCount();
        note(fileName, mediaType, deposit.add(content, config.limits().document()));
    }

    /** For a document that comes piece by piece: give what its writer finishes with to {@link #add(String, String, StoredBlob)}. */
    public BlobWriter write() {
        checkCount();
        return deposit.write(config.limits().document());
    }

    public void add(String fileName, String mediaType, StoredBlob blob) {
        note(fileName, mediaType, blob);
    }

    public JobId accept() {
        if (documents.isEmpty()) {
            throw new FailureException(FailureCode.BAD_REQUEST, "A job has at least one document.");
        }
        if (documents.stream().allMatch(NewJob.NewDocument::isEmpty)) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "The documents are empty.");
        }
        deposit.commit();
        return jobs.accept(new NewJob(
                new JobId(ids.next()),
                config.tenant(),
                request.wanted(),
                request.trace(),
                request.key().map(value -> new NewJob.Key(value, digest())),
                documents));
    }

    @Override
    public void close() {
        deposit.close();
    }

    private void checkCount() {
        WantedRules.atMost(config.limits().documents(), documents.size() + 1L, "documents in a job");
    }

    private void note(String fileName, String mediaType, StoredBlob blob) {
        bytes += blob.size().toBytes();
        DataSize most = config.limits().job();
        if (bytes > most.toBytes()) {
            throw new FailureException(
                    FailureCode.DOC_TOO_LARGE, "The documents of a job may have at most " + most + " together.");
        }
        documents.add(new NewJob.NewDocument(
                new DocumentId(ids.next()),
                shown(fileName),
                shown(mediaType),
                blob.digest(),
                blob.size(),
                request.wanted().tasks().stream()
                        .map(task -> new TaskId(ids.next()))
                        .toList()));
    }

    /** A name is only ever shown: one line, and not endless. */
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "\ufffd");
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME);
    }

    private Sha256 digest() {
        MessageDigest digest = Sha256.digest();
        Wanted wanted = request.wanted();
        wanted.tasks().forEach(task -> update(digest, task.label() + sentences(task)));
        update(digest, wanted.sourceLanguage());
        update(digest, wanted.lane().name());
        documents.forEach(document -> {
            update(digest, document.fileName());
            update(digest, document.declaredMediaType());
            update(digest, document.sha256().hex());
        });
        return Sha256.of(digest);
    }

    private static String sentences(WantedTask task) {
        return task instanceof WantedTask.Summarize(int sentences) ? " " + sentences : "";
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** What is asked for, under which name, in which trace. */
    record Request(Wanted wanted, Optional<String> key, TraceParent trace) {}

    /** Makes ids. */
    record Ids(InstantSource clock, RandomGenerator random) {
        UUID next() {
            return TimeOrderedId.next(clock, random);
        }
    }
}
