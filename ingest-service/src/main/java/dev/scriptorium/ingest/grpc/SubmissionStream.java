package dev.scriptorium.ingest.grpc;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.accept.Door;
import dev.scriptorium.ingest.accept.Intake;
import dev.scriptorium.ingest.accept.WantedRules;
import dev.scriptorium.ingest.blob.BlobWriter;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.Wanted;
import dev.scriptorium.proto.ingest.v1.DocumentHeader;
import dev.scriptorium.proto.ingest.v1.JobHeader;
import dev.scriptorium.proto.ingest.v1.SubmitJobRequest;
import dev.scriptorium.proto.ingest.v1.TaskRequest;
import org.jspecify.annotations.Nullable;

/** The messages of one SubmitJob call in their order: a job, then documents, each with its chunks. For one thread at a time. */
final class SubmissionStream implements AutoCloseable {

    private final Door door;
    private final WantedRules rules;
    private @Nullable Intake intake;
    private @Nullable DocumentHeader document;
    private @Nullable BlobWriter writer;

    SubmissionStream(Door door, WantedRules rules) {
        this.door = door;
        this.rules = rules;
    }

    void accept(SubmitJobRequest message) {
        switch (message.getMessageCase()) {
            case JOB -> begin(message.getJob());
            case DOCUMENT -> next(message.getDocument());
            case CHUNK -> write(message.getChunk());
            case MESSAGE_NOT_SET -> throw bad("A message is empty.");
        }
    }

    JobId finish() {
        Intake begun = begun();
        endDocument(begun);
        return begun.accept();
    }

    @Override
    public void close() {
        if (intake != null) {
            intake.close();
        }
    }

    private void begin(JobHeader header) {
        if (intake != null) {
            throw bad("A stream is one job.");
        }
        TaskRequest tasks = header.getTasks();
        Wanted wanted = rules.check(
                tasks.getSummarySentences(),
                tasks.getTranslateToList(),
                tasks.getClassifyList(),
                tasks.getSourceLanguage(),
                header.getLane() == dev.scriptorium.proto.document.v1.Lane.LANE_INTERACTIVE
                        ? Lane.INTERACTIVE
                        : Lane.BULK);
        intake = door.open(wanted, header.getIdempotencyKey().isEmpty() ? null : header.getIdempotencyKey(), null);
    }

    private void next(DocumentHeader header) {
        Intake begun = begun();
        endDocument(begun);
        document = header;
        writer = begun.write();
    }

    private void write(ByteString chunk) {
        if (writer == null) {
            throw bad("A chunk comes after its document's header.");
        }
        writer.write(chunk.toByteArray(), 0, chunk.size());
    }

    private void endDocument(Intake begun) {
        if (writer != null && document != null) {
            begun.add(document.getFileName(), document.getMediaType(), writer.finish());
            writer = null;
        }
    }

    private Intake begun() {
        if (intake == null) {
            throw bad("A stream begins with its job.");
        }
        return intake;
    }

    private static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }
}
