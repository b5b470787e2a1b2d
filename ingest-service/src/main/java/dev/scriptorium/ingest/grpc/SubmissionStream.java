package dev.scriptorium.ingest.grpc;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.blob.BlobWriter;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.SubmittedDocument;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.proto.ingest.v1.DocumentHeader;
import dev.scriptorium.proto.ingest.v1.JobHeader;
import dev.scriptorium.proto.ingest.v1.SubmitJobRequest;
import org.jspecify.annotations.Nullable;

/** The messages of one SubmitJob call in their order: a job, then documents, each with its chunks. For one thread at a time. */
final class SubmissionStream implements AutoCloseable {

    private final JobSubmissions submissions;
    private final TaskLimits rules;
    private @Nullable JobSubmission submission;
    private @Nullable RequestedTasks tasks;
    private @Nullable DocumentHeader document;
    private @Nullable BlobWriter writer;

    SubmissionStream(JobSubmissions submissions, TaskLimits rules) {
        this.submissions = submissions;
        this.rules = rules;
    }

    void accept(SubmitJobRequest message) {
        switch (message.getMessageCase()) {
            case JOB -> begin(message.getJob());
            case DOCUMENT -> next(message.getDocument());
            case CHUNK -> write(message.getChunk());
            case MESSAGE_NOT_SET -> throw bad("A message must not be empty.");
        }
    }

    JobSubmission.Submitted finish() {
        JobSubmission begun = begun();
        endDocument(begun);
        if (tasks == null) {
            throw bad("A stream must begin with its job.");
        }
        return begun.submit(tasks);
    }

    @Override
    public void close() {
        if (submission != null) {
            submission.close();
        }
    }

    private void begin(JobHeader header) {
        if (submission != null) {
            throw bad("A stream must have one job.");
        }
        tasks = TaskRequests.check(rules, header.getTasks(), header.getLane());
        submission = submissions.begin(header.getIdempotencyKey().isEmpty() ? null : header.getIdempotencyKey(), null);
    }

    private void next(DocumentHeader header) {
        JobSubmission begun = begun();
        endDocument(begun);
        document = header;
        writer = begun.write();
    }

    private void write(ByteString chunk) {
        if (writer == null) {
            throw bad("A chunk must follow its document's header.");
        }
        writer.write(chunk.toByteArray(), 0, chunk.size());
    }

    private void endDocument(JobSubmission begun) {
        if (writer != null && document != null) {
            begun.add(
                    new SubmittedDocument(
                            document.getCustomId(),
                            document.getFileName(),
                            document.getMediaType(),
                            rules.sourceLanguage(document.getLanguage())),
                    writer.finish());
            writer = null;
        }
    }

    private JobSubmission begun() {
        if (submission == null) {
            throw bad("A stream must begin with its job.");
        }
        return submission;
    }

    private static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }
}
