package dev.scriptorium.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TranslateTask;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslateResponse;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.TranslatorServiceGrpc;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The service as it runs, with a real broker and fake models behind real gRPC. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(FakeGrpcServices.class)
class TranslatorServiceIT {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Duration LONG = Duration.ofSeconds(90);

    @TestHTTPResource
    URI service;

    @Test
    void translatesADocumentByKafka() {
        String document = UUID.randomUUID().toString();
        String task = UUID.randomUUID().toString();
        try (var kafka = documents()) {
            kafka.send(Topics.DOCUMENTS_TOKENIZED, document, part(document, task, "de"), TRACE);

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(kafka.events(
                                    Topics.INFERENCE_REQUESTS_BULK,
                                    InferenceRequested.parser(),
                                    request -> request.getRequestId().startsWith(task)))
                            .hasSize(1));
            InferenceRequested request = kafka.events(
                            Topics.INFERENCE_REQUESTS_BULK,
                            InferenceRequested.parser(),
                            each -> each.getRequestId().startsWith(task))
                    .getFirst()
                    .event();
            kafka.send(
                    Topics.responses(Topics.TRANSLATOR),
                    document,
                    InferenceCompleted.newBuilder()
                            .setDocument(request.getDocument())
                            .setRequestId(request.getRequestId())
                            .setGenerate(FakeModels.of("en-de").answer(request.getGenerate()))
                            .build(),
                    TRACE);

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(kafka.events(
                                    Topics.DOCUMENTS_RESULTS,
                                    TaskCompleted.parser(),
                                    result -> result.getTaskId().equals(task)))
                            .singleElement()
                            .satisfies(result -> {
                                assertThat(result.traceparent()).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
                                assertThat(result.event().getTranslation().getSegmentsList())
                                        .extracting(TranslatedSegment::getTarget)
                                        .containsExactly("ehT licnuoc tem yadot.");
                            }));
        }
    }

    @Test
    void saysWhichPairIsMissing() {
        String document = UUID.randomUUID().toString();
        String task = UUID.randomUUID().toString();
        try (var kafka = documents()) {
            kafka.send(Topics.DOCUMENTS_TOKENIZED, document, part(document, task, "es"), TRACE);

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(kafka.events(
                                    Topics.DOCUMENTS_FAILED,
                                    DocumentFailed.parser(),
                                    failed -> failed.getTaskId().equals(task)))
                            .singleElement()
                            .satisfies(failed -> {
                                assertThat(failed.event().getCode()).isEqualTo("LANGUAGE_PAIR_UNAVAILABLE");
                                assertThat(failed.event().getReason()).contains("from en to es");
                                assertThat(failed.event().getStage()).isEqualTo("translator");
                            }));
        }
    }

    @Test
    void translatesATextByGrpc() {
        var request = TranslateRequest.newBuilder()
                .setSourceLanguage("en")
                .setTargetLanguage("de")
                .addTexts("The council met today.");

        var response = call(request);

        assertThat(response.getTranslations(0).getTranslation().getSegments(0).getTarget())
                .isEqualTo("ehT licnuoc tem yadot.");
    }

    @Test
    void refusesByGrpcWithTheCode() {
        var request = TranslateRequest.newBuilder()
                .setSourceLanguage("en")
                .setTargetLanguage("es")
                .addTexts("The council met today.");

        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> call(request))
                .withMessageContaining("No model translates from en to es");
    }

    @Test
    void endsItsCallsAtTheDeadlineAndKeepsTheConnection() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", service.getPort())
                .usePlaintext()
                .build();
        try {
            var translator = TranslatorServiceGrpc.newBlockingStub(channel);
            var request = TranslateRequest.newBuilder().setSourceLanguage("en").setTargetLanguage("de");
            translator.translate(
                    request.clone().addTexts("The council met today.").build());
            var slow = request.clone();
            for (int i = 0; i < 16; i++) {
                slow.addTexts("This text number " + i + " waits forever.");
            }

            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() ->
                            translator.withDeadlineAfter(1, TimeUnit.SECONDS).translate(slow.build()))
                    .satisfies(failure ->
                            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(translator
                                    .translate(request.clone()
                                            .addTexts("How many are open?")
                                            .build())
                                    .getTranslations(0)
                                    .getTranslation()
                                    .getSegments(0)
                                    .getTarget())
                            .isEqualTo("Offen: 0"));
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void isReadyWhenItsTopologyIsAMemberOfItsGroup() {
        try (var client = HttpClient.newHttpClient()) {
            var ready =
                    HttpRequest.newBuilder(service.resolve("/q/health/ready")).build();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(client.send(ready, HttpResponse.BodyHandlers.ofString())
                                    .body())
                            .contains("\"scriptorium-translator\": \"member\""));
        }
    }

    private TranslateResponse call(TranslateRequest.Builder request) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", service.getPort())
                .usePlaintext()
                .build();
        try {
            return TranslatorServiceGrpc.newBlockingStub(channel).translate(request.build());
        } finally {
            channel.shutdownNow();
        }
    }

    private static KafkaDocuments documents() {
        return new KafkaDocuments(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    private static DocumentTokenized part(String document, String task, String target) {
        return DocumentTokenized.newBuilder()
                .setDocument(DocumentRef.newBuilder()
                        .setDocumentId(document)
                        .setTenantId("tenant-1")
                        .setLane(Lane.LANE_BULK))
                .addTasks(Task.newBuilder()
                        .setTaskId(task)
                        .setTranslate(TranslateTask.newBuilder().setTargetLanguage(target)))
                .setPartCount(1)
                .addAllSegments(Texts.segments("en", "The council met today."))
                .setLanguage("en")
                .build();
    }
}
