package dev.scriptorium.ingest.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.ingest.api.SmallLimits;
import dev.scriptorium.proto.ingest.v1.CancelJobRequest;
import dev.scriptorium.proto.ingest.v1.Document;
import dev.scriptorium.proto.ingest.v1.DocumentHeader;
import dev.scriptorium.proto.ingest.v1.GetJobRequest;
import dev.scriptorium.proto.ingest.v1.GetResultsRequest;
import dev.scriptorium.proto.ingest.v1.GetTextRequest;
import dev.scriptorium.proto.ingest.v1.GetTextResponse;
import dev.scriptorium.proto.ingest.v1.IngestServiceGrpc;
import dev.scriptorium.proto.ingest.v1.Job;
import dev.scriptorium.proto.ingest.v1.JobHeader;
import dev.scriptorium.proto.ingest.v1.ListDocumentsRequest;
import dev.scriptorium.proto.ingest.v1.ListJobsRequest;
import dev.scriptorium.proto.ingest.v1.MutinyIngestServiceGrpc;
import dev.scriptorium.proto.ingest.v1.RetryJobRequest;
import dev.scriptorium.proto.ingest.v1.State;
import dev.scriptorium.proto.ingest.v1.SubmitJobRequest;
import dev.scriptorium.proto.ingest.v1.Summarize;
import dev.scriptorium.proto.ingest.v1.TaskRequest;
import dev.scriptorium.runtime.failure.FailureStatus;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The gRPC API against a real Kafka and a real Postgres. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
class IngestGrpcIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @GrpcClient("ingest")
    MutinyIngestServiceGrpc.MutinyIngestServiceStub stream;

    @GrpcClient("ingest")
    IngestServiceGrpc.IngestServiceBlockingStub ingest;

    @Test
    void takesDocumentsInChunksAndCancels() {
        Job job = submit(
                job(UUID.randomUUID().toString()),
                document("a.txt"),
                chunk("Good "),
                chunk("morning."),
                document("b.txt"),
                chunk("Bye."));

        assertThat(job.getDocuments().getTotal()).isEqualTo(2);
        List<Document> documents = ingest.listDocuments(ListDocumentsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .setPageSize(1)
                        .build())
                .getDocumentsList();
        assertThat(documents).singleElement().satisfies(first -> {
            assertThat(first.getFileName()).isEqualTo("a.txt");
            assertThat(first.getSha256())
                    .isEqualTo(Sha256.of("Good morning.".getBytes(StandardCharsets.UTF_8))
                            .hex());
            assertThat(first.getTasksList())
                    .extracting(task -> task.getTask())
                    .containsExactly("summarize", "translate:de");
        });
        assertThat(ingest.getResults(GetResultsRequest.newBuilder()
                                .setDocumentId(documents.getFirst().getDocumentId())
                                .build())
                        .hasSummary())
                .isFalse();
        assertThat(ingest.cancelJob(CancelJobRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .build())
                        .getJob()
                        .getState())
                .isEqualTo(State.STATE_CANCELLED);
    }

    @Test
    void givesTheTextOfADocument() {
        Job job = submit(job(""), document("a.txt"), chunk("Good morning."));
        String document = ingest.listDocuments(ListDocumentsRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getDocuments(0)
                .getDocumentId();

        GetTextResponse text = ingest.getText(
                        GetTextRequest.newBuilder().setDocumentId(document).build())
                .next();

        assertThat(text.getMediaType()).isEqualTo("text/plain");
        assertThat(text.getBlocksList()).extracting(block -> block.getText()).containsExactly("Good morning.");
    }

    @Test
    void takesTheNamesOfTheRestApi() {
        Job job = submit(
                SubmitJobRequest.newBuilder()
                        .setJob(JobHeader.newBuilder()
                                .setTasks(TaskRequest.newBuilder()
                                        .setSummarize(Summarize.getDefaultInstance())
                                        .addTranslate("DE")
                                        .setSourceLanguage("en-US")))
                        .build(),
                document("a.txt"),
                chunk("Good morning."));

        assertThat(ingest.listDocuments(ListDocumentsRequest.newBuilder()
                                .setJobId(job.getJobId())
                                .build())
                        .getDocuments(0)
                        .getTasksList())
                .extracting(task -> task.getTask())
                .containsExactly("summarize", "translate:de");
    }

    @Test
    void listsJobsAndRetriesNone() {
        Job first = submit(job(""), document("a.txt"), chunk("Good morning."));
        Job second = submit(job(""), document("b.txt"), chunk("Good night."));

        List<Job> newest = ingest.listJobs(
                        ListJobsRequest.newBuilder().setPageSize(2).build())
                .getJobsList();
        List<Job> oldest = ingest.listJobs(ListJobsRequest.newBuilder()
                        .setCreatedFrom(first.getCreatedAt())
                        .setOldestFirst(true)
                        .build())
                .getJobsList();

        assertThat(newest).extracting(Job::getJobId).containsExactly(second.getJobId(), first.getJobId());
        assertThat(newest.getFirst().getUsage().getInputTokens()).isZero();
        assertThat(oldest.getFirst().getJobId()).isEqualTo(first.getJobId());
        assertFails(
                FailureCode.BAD_REQUEST,
                () -> ingest.listJobs(ListJobsRequest.newBuilder()
                        .addStates(State.STATE_UNSPECIFIED)
                        .build()));
        assertFails(
                FailureCode.NOT_RETRYABLE,
                () -> ingest.retryJob(
                        RetryJobRequest.newBuilder().setJobId(first.getJobId()).build()));
    }

    @Test
    void marksARequestThatIsReplayed() {
        String key = UUID.randomUUID().toString();
        List<SubmitJobRequest> messages = List.of(job(key), document("a.txt"), chunk("Good morning."));

        assertThat(stream.submitJob(Multi.createFrom().iterable(messages))
                        .await()
                        .atMost(PATIENCE)
                        .getReplayed())
                .isFalse();
        assertThat(stream.submitJob(Multi.createFrom().iterable(messages))
                        .await()
                        .atMost(PATIENCE)
                        .getReplayed())
                .isTrue();
    }

    @Test
    void givesTheSameJobForTheSameKey() {
        String key = UUID.randomUUID().toString();

        Job first = submit(job(key), document("a.txt"), chunk("Good morning."));
        Job again = submit(job(key), document("a.txt"), chunk("Good"), chunk(" morning."));

        assertThat(again.getJobId()).isEqualTo(first.getJobId());
        assertFails(FailureCode.IDEMPOTENCY_KEY_REUSED, () -> submit(job(key), document("a.txt"), chunk("Other.")));
    }

    @Test
    void refusesAStreamOutOfOrderAndADocumentOverTheLimit() {
        assertFails(FailureCode.BAD_REQUEST, () -> submit(document("a.txt"), chunk("Good morning.")));
        assertFails(FailureCode.BAD_REQUEST, () -> submit(job(""), chunk("Good morning.")));
        assertFails(FailureCode.BAD_REQUEST, () -> submit(job("")));
        assertFails(
                FailureCode.DOC_TOO_LARGE,
                () -> submit(job(""), document("a.txt"), chunk("x".repeat(1_000)), chunk("x".repeat(25))));
    }

    @Test
    void saysThatThereIsNoSuchJob() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() ->
                        ingest.getJob(GetJobRequest.newBuilder().setJobId("x").build()))
                .satisfies(thrown -> assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }

    private Job submit(SubmitJobRequest... messages) {
        List<SubmitJobRequest> all = new ArrayList<>(List.of(messages));
        return stream.submitJob(Multi.createFrom().iterable(all))
                .await()
                .atMost(PATIENCE)
                .getJob();
    }

    private static void assertFails(FailureCode code, ThrowingCallable call) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call)
                .satisfies(thrown -> assertThat(
                                FailureStatus.fromGrpc("ingest", thrown).code())
                        .isEqualTo(code));
    }

    private static SubmitJobRequest job(String key) {
        return SubmitJobRequest.newBuilder()
                .setJob(JobHeader.newBuilder()
                        .setIdempotencyKey(key)
                        .setTasks(
                                TaskRequest.newBuilder().setSummarySentences(2).addTranslateTo("de")))
                .build();
    }

    private static SubmitJobRequest document(String name) {
        return SubmitJobRequest.newBuilder()
                .setDocument(DocumentHeader.newBuilder().setFileName(name))
                .build();
    }

    private static SubmitJobRequest chunk(String text) {
        return SubmitJobRequest.newBuilder()
                .setChunk(ByteString.copyFromUtf8(text))
                .build();
    }
}
