package dev.scriptorium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.inference.batching.BatchCall;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.ClassifyTask;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.proto.document.v1.Window;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.ClassificationServiceGrpc;
import dev.scriptorium.proto.inference.v1.ClassifyTextsRequest;
import dev.scriptorium.proto.inference.v1.ClassifyTextsResponse;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.inference.v1.GenerationOptions;
import dev.scriptorium.proto.inference.v1.InferenceServiceGrpc;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import dev.scriptorium.proto.inference.v1.ScoreRequest;
import dev.scriptorium.proto.inference.v1.ScoreResponse;
import dev.scriptorium.proto.inference.v1.ScoredPair;
import dev.scriptorium.proto.inference.v1.TargetScore;
import dev.scriptorium.proto.inference.v1.TokenScore;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.runtime.failure.FailureStatus;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import dev.scriptorium.testing.servers.TestServers;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(TinyModels.class)
class InferenceServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource
    URI server;

    @Inject
    EventPublisher publisher;

    @Inject
    Batcher batcher;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void listsItsModels() {
        List<ModelDescription> models =
                inference().listModels(ListModelsRequest.getDefaultInstance()).getModelsList();

        ModelDescription classifier = models.stream()
                .filter(model -> model.getName().equals("tiny-classifier"))
                .findFirst()
                .orElseThrow();
        assertThat(classifier.getTask()).isEqualTo(ModelTask.MODEL_TASK_CLASSIFY);
        assertThat(classifier.getLabelsList()).isNotEmpty();
        assertThat(classifier.getDigest()).hasSize(64);
        assertThat(classifier.getTokenizerDigest()).hasSize(64);
    }

    @Test
    void answersTheSameByGrpcAndByKafka() throws Exception {
        GenerateRequest generate = GenerateRequest.newBuilder()
                .setModel("tiny-marian")
                .addInputs(Input.newBuilder().setText("Good morning."))
                .addInputs(Input.newBuilder().setText(" "))
                .build();
        String document = UUID.randomUUID().toString();
        InferenceRequested requested = InferenceRequested.newBuilder()
                .setDocument(DocumentRef.newBuilder().setDocumentId(document).setTenantId("acme"))
                .setRequestId(UUID.randomUUID() + "/0/translate/0")
                .setCaller(Topics.TRANSLATOR)
                .setGenerate(generate)
                .build();

        GenerateResponse response = inference().generate(generate);
        publish(Topics.INFERENCE_REQUESTS_BULK, requested.getRequestId(), requested);
        InferenceCompleted completed = InferenceCompleted.parseFrom(
                await(Topics.responses(Topics.TRANSLATOR), document).value());

        assertThat(response.getOutputs(0).hasText()).isTrue();
        assertThat(response.getOutputs(1).getFailure().getCode()).isEqualTo("EMPTY_TEXT");
        assertThat(completed.getRequestId()).isEqualTo(requested.getRequestId());
        assertThat(completed.getGenerate().getOutputsList()).isEqualTo(response.getOutputsList());
        assertThat(completed.getGenerate().getUsage().getModelDigest())
                .isEqualTo(response.getUsage().getModelDigest());
    }

    @Test
    void answersWhatItCannotServeWithACode() {
        GenerateRequest good = GenerateRequest.newBuilder()
                .setModel("tiny-marian")
                .addInputs(Input.newBuilder().setText("a"))
                .build();

        assertFails(good.toBuilder().setModel("nonsense").build(), Status.Code.NOT_FOUND, FailureCode.MODEL_UNKNOWN);
        assertFails(good.toBuilder().clearInputs().build(), Status.Code.INVALID_ARGUMENT, FailureCode.BAD_REQUEST);
        assertFails(
                good.toBuilder()
                        .addAllInputs(Collections.nCopies(1024, good.getInputs(0)))
                        .build(),
                Status.Code.INVALID_ARGUMENT,
                FailureCode.LIMIT_EXCEEDED);
    }

    /** A client whose deadline passes cancels its call too. */
    @Test
    void aCancelledCallLeavesTheQueue() {
        CountDownLatch gate = new CountDownLatch(1);
        try {
            int workers = Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < workers; i++) {
                batcher.submit(
                        ModelInput.of(new Gated(gate, i), List.of(new int[] {1})),
                        new RequestContext(Lane.INTERACTIVE, "acme", Instant.MAX),
                        Batcher.Admission.REFUSED_WHEN_FULL);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> batcher.running() == workers);
            var call = InferenceServiceGrpc.newFutureStub(channel)
                    .generate(GenerateRequest.newBuilder()
                            .setModel("tiny-marian")
                            .addInputs(Input.newBuilder().setText("a"))
                            .build());
            Awaitility.await().atMost(PATIENCE).until(() -> batcher.waiting(Lane.INTERACTIVE) == 1);

            call.cancel(true);

            Awaitility.await().atMost(PATIENCE).until(() -> batcher.waiting(Lane.INTERACTIVE) == 0);
        } finally {
            gate.countDown();
        }
    }

    @Test
    void classifiesTextsSentenceBySentence() {
        ClassifyTextsResponse response = ClassificationServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .classifyTexts(ClassifyTextsRequest.newBuilder()
                        .setLabelSet("tiny")
                        .addTexts("Good morning.|Bad evening.")
                        .addTexts("123")
                        .addTexts("refuse")
                        .build());

        Classification classification = response.getClassifications(0).getClassification();
        assertThat(classification.getSegmentsCount()).isEqualTo(2);
        assertThat(classification.getScoresList().stream()
                        .mapToDouble(score -> score.getScore())
                        .sum())
                .isCloseTo(1, Offset.offset(1e-3));
        assertThat(response.getClassifications(1).getFailure().getCode()).isEqualTo("EMPTY_TEXT");
        assertThat(response.getClassifications(2).getFailure().getCode()).isEqualTo("LIMIT_EXCEEDED");
    }

    @Test
    void namesTheLabelSetsThereAre() {
        assertThatThrownBy(() -> ClassificationServiceGrpc.newBlockingStub(channel)
                        .classifyTexts(ClassifyTextsRequest.newBuilder()
                                .setLabelSet("topics")
                                .addTexts("a")
                                .build()))
                .hasMessageContaining("tiny");
    }

    @Test
    void classifiesADocumentByKafka() throws Exception {
        String document = UUID.randomUUID().toString();
        String task = UUID.randomUUID().toString();
        for (int part = 0; part < 2; part++) {
            publish(Topics.DOCUMENTS_TOKENIZED, document, tokenized(document, task, part));
        }

        TaskCompleted completed = TaskCompleted.parseFrom(
                await(Topics.DOCUMENTS_RESULTS, document).value());

        assertThat(completed.getTaskId()).isEqualTo(task);
        assertThat(completed.getClassification().getSegmentsCount()).isEqualTo(4);
        assertThat(completed.getProvenance().getModelsList()).containsExactly("tiny-classifier");
        assertThat(completed.getProvenance().getInputTokens()).isPositive();
    }

    @Test
    void tellsItsHealth() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> client.send(
                                            HttpRequest.newBuilder(server.resolve("/q/health/ready"))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .statusCode()
                            == 200);
            String metrics = client.send(
                            HttpRequest.newBuilder(server.resolve("/q/metrics")).build(), BodyHandlers.ofString())
                    .body();
            assertThat(metrics).contains("scriptorium_inference_waiting", "scriptorium_stage_latency");
        }
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.newBuilder()
                                .setService("scriptorium.inference.v1.InferenceService")
                                .build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    /** Keeps an executor until the gate opens. */
    private record Gated(CountDownLatch gate, int number) implements BatchCall<Integer> {

        @Override
        public String model() {
            return "gated";
        }

        @Override
        public List<Integer> run(List<int[]> inputs, Cancellation cancellation) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Collections.nCopies(inputs.size(), 1);
        }
    }

    /** With other weights the text may reach the length limit, where the end token is forced and counts 0 for the generator. */
    @Test
    void scoresWhatItWouldHaveWritten() {
        GenerateRequest generate = GenerateRequest.newBuilder()
                .setModel("tiny-marian")
                .addInputs(Input.newBuilder().setText("Good morning."))
                .setOptions(GenerationOptions.newBuilder()
                        .setBeams(4)
                        .setAlternatives(2)
                        .setTokenScores(true))
                .build();
        GeneratedText written = inference().generate(generate).getOutputs(0).getText();
        TokenIds ids = TokenIds.newBuilder()
                .addAllIds(written.getTokenScoresList().stream()
                        .map(TokenScore::getId)
                        .toList())
                .build();

        ScoreResponse scored = inference()
                .score(ScoreRequest.newBuilder()
                        .setModel("tiny-marian")
                        .addPairs(ScoredPair.newBuilder()
                                .setSource(generate.getInputs(0))
                                .setTarget(Input.newBuilder().setTokens(ids)))
                        .build());

        assertThat(written.getAlternativesCount()).isOne();
        int last = written.getTokenCount() - 1;
        TargetScore score = scored.getOutputs(0).getScore();
        double forced = written.getTruncated() ? score.getTokenScores(last).getLogProbability() : 0;
        assertThat(score.getLogLikelihood() - forced)
                .isCloseTo(written.getScore() * written.getTokenCount(), within(1e-2));
    }

    private InferenceServiceGrpc.InferenceServiceBlockingStub inference() {
        return InferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void assertFails(GenerateRequest request, Status.Code status, FailureCode code) {
        assertThatThrownBy(() -> inference().generate(request))
                .isInstanceOfSatisfying(StatusRuntimeException.class, thrown -> {
                    assertThat(thrown.getStatus().getCode()).isEqualTo(status);
                    assertThat(FailureStatus.fromGrpc("inference-service", thrown)
                                    .code())
                            .isEqualTo(code);
                });
    }

    /** The publisher refuses events until the topics are found. */
    private void publish(Topic topic, String key, Message event) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            publisher
                    .publish(topic, key, event, new EventContext("acme", TraceParent.start(new Random(7))))
                    .toCompletableFuture()
                    .join();
            return true;
        });
    }

    private static DocumentTokenized tokenized(String document, String task, int part) {
        return DocumentTokenized.newBuilder()
                .setDocument(DocumentRef.newBuilder()
                        .setDocumentId(document)
                        .setTenantId("acme")
                        .setAttempt(1))
                .addTasks(Task.newBuilder()
                        .setTaskId(task)
                        .setClassify(ClassifyTask.newBuilder().setLabelSet("tiny")))
                .setPartIndex(part)
                .setPartCount(2)
                .addSegments(Segment.newBuilder().setIndex(0).setText("Good morning."))
                .addSegments(Segment.newBuilder().setIndex(1).setText("The contract ends in May."))
                .addWindows(Window.newBuilder().setSegmentCount(2))
                .build();
    }

    private static ConsumerRecord<String, byte[]> await(Topic topic, String key) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", TestServers.shared().bootstrapServers(),
                "group.id", UUID.randomUUID().toString(),
                "auto.offset.reset", "earliest");
        AtomicReference<ConsumerRecord<String, byte[]>> found = new AtomicReference<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic.name()));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(key)) {
                        found.set(record);
                    }
                });
                return found.get() != null;
            });
        }
        return found.get();
    }
}
