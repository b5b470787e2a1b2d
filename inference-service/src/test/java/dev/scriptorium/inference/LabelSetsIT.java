package dev.scriptorium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.inference.labels.store.LabelSet;
import dev.scriptorium.inference.labels.store.LabelSetStore;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.ClassificationServiceGrpc;
import dev.scriptorium.proto.inference.v1.ClassifiedText;
import dev.scriptorium.proto.inference.v1.ClassifyTextsRequest;
import dev.scriptorium.proto.inference.v1.DeleteLabelSetRequest;
import dev.scriptorium.proto.inference.v1.ExamplesFormat;
import dev.scriptorium.proto.inference.v1.GetLabelSetRequest;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.LabelDescription;
import dev.scriptorium.proto.inference.v1.LabelQuality;
import dev.scriptorium.proto.inference.v1.LabelSetDetails;
import dev.scriptorium.proto.inference.v1.LabelSetPlan;
import dev.scriptorium.proto.inference.v1.LabelSetServiceGrpc;
import dev.scriptorium.proto.inference.v1.LabelSetServiceGrpc.LabelSetServiceBlockingStub;
import dev.scriptorium.proto.inference.v1.LabelSetSummary;
import dev.scriptorium.proto.inference.v1.ListLabelSetsRequest;
import dev.scriptorium.proto.inference.v1.MutinyLabelSetServiceGrpc;
import dev.scriptorium.proto.inference.v1.TrainLabelSetRequest;
import dev.scriptorium.runtime.failure.FailureStatus;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From examples to classified texts, over gRPC, on the embedding model with random weights: it is the words that tell. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(TinyModels.class)
class LabelSetsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource
    URI server;

    @Inject
    LabelSetStore store;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        store.names().forEach(store::delete);
        channel.shutdownNow();
    }

    @Test
    void classifiesByWhatItLearntWithoutARestart() {
        LabelSetDetails trained = train(plan("post").build(), examples(15));

        assertThat(trained.getSummary().getLabelsList()).containsExactly("bill", "memo");
        assertThat(trained.getSummary().getExamples()).isEqualTo(30);
        assertThat(trained.getReport().getFolds()).isEqualTo(5);
        assertThat(trained.getReport().getAccuracy()).isGreaterThan(0.9);
        assertThat(trained.getReport().getLabelsList())
                .extracting(LabelQuality::getExamples)
                .containsExactly(15, 15);
        Classification bill = classify("post", "Please pay the invoice 77 now|The invoice is due");
        assertThat(bill.getLabel()).isEqualTo("bill");
        assertThat(bill.getUnsure()).isFalse();
        assertThat(bill.getSegmentsCount()).isEqualTo(2);
        assertThat(classify("post", "We meet for lunch 9").getLabel()).isEqualTo("memo");
        assertThat(blocking().getLabelSet(named("post")).getLabelSet()).isEqualTo(trained);
        assertThat(blocking()
                        .listLabelSets(ListLabelSetsRequest.getDefaultInstance())
                        .getLabelSetsList())
                .extracting(LabelSetSummary::getName, LabelSetSummary::getUnavailableReason)
                .containsExactly(tuple("post", ""));
    }

    @Test
    void takesTheNewOneAtOnceAndForgetsTheDeletedOne() {
        train(plan("post").build(), examples(15));
        String swapped =
                examples(15).replace(",bill", ",x").replace(",memo", ",bill").replace(",x", ",memo");

        train(plan("post").build(), swapped);
        assertThat(classify("post", "Please pay the invoice 77 now").getLabel()).isEqualTo("memo");

        blocking()
                .deleteLabelSet(
                        DeleteLabelSetRequest.newBuilder().setName("post").build());
        assertFails(() -> classify("post", "Please pay"), FailureCode.LABEL_SET_UNKNOWN, "tiny");
        assertFails(() -> blocking().getLabelSet(named("post")), FailureCode.NOT_FOUND, "post");
    }

    @Test
    void startsFromDescriptionsAlone() {
        LabelSetDetails described = train(plan("post")
                .addDescriptions(describe("bill", "Please pay the invoice 1 now"))
                .addDescriptions(describe("memo", "We meet for lunch 1"))
                .build());

        assertThat(described.getReport().getFolds()).isZero();
        assertThat(described.getReport().getWarningsList()).hasSize(1);
        assertThat(classify("post", "Please pay the invoice 1 now").getLabel()).isEqualTo("bill");
    }

    @Test
    void refusesToServeOnAnotherEmbeddingModel() {
        train(plan("post").build(), examples(15));
        LabelSet set = store.find("post").orElseThrow().set();
        store.save(new LabelSet(
                "post",
                set.labels(),
                new LabelSet.Embedding("tiny-embedding", "another"),
                set.learnt(),
                set.warnings()));

        InferenceFailure failure = answer("post", "Please pay").getFailure();
        assertThat(failure.getCode()).isEqualTo("LABEL_SET_OUTDATED");
        assertThat(failure.getReason()).contains("train it again");
        assertThat(blocking()
                        .getLabelSet(named("post"))
                        .getLabelSet()
                        .getSummary()
                        .getUnavailableReason())
                .startsWith("LABEL_SET_OUTDATED");
    }

    @Test
    void saysWhatIsWrongWithATraining() {
        assertFails(() -> train(plan("Post").build(), examples(5)), FailureCode.BAD_REQUEST, "lower-case");
        assertFails(() -> train(plan("tiny").build(), examples(5)), FailureCode.BAD_REQUEST, "taken");
        assertFails(() -> train(plan("tiny-marian").build(), examples(5)), FailureCode.BAD_REQUEST, "taken");
        assertFails(() -> train(plan("post").build()), FailureCode.BAD_REQUEST, "at least two labels");
        assertFails(
                () -> train(plan("post").build(), "text,label\nPay,bill\nno label,"),
                FailureCode.BAD_REQUEST,
                "line 3 has no label");
        assertFails(
                () -> train(plan("post").build(), "text,label\nPay,bill\nrefuse,memo"),
                FailureCode.LIMIT_EXCEEDED,
                "Line 3: The text is refused");
        assertFails(() -> train(plan("post").setPrecision(1).build(), examples(5)), FailureCode.BAD_REQUEST, "below 1");
        assertFails(
                () -> train(plan("post").clearFormat().build(), examples(5)), FailureCode.BAD_REQUEST, "which format");
        assertFails(
                () -> train(Multi.createFrom()
                        .item(TrainLabelSetRequest.newBuilder()
                                .setExamples(ByteString.copyFromUtf8("text"))
                                .build())),
                FailureCode.BAD_REQUEST,
                "begins with its plan");
        assertThat(store.names()).isEmpty();
    }

    @Test
    void takesAsManyExamplesAsTheLimitAndNotOneMore() {
        assertThat(train(plan("post").build(), examples(30)).getSummary().getExamples())
                .isEqualTo(60);
        assertFails(
                () -> train(plan("post").build(), examples(30) + "Hello there,memo\n"),
                FailureCode.LIMIT_EXCEEDED,
                "at most 60 examples, not 61");
    }

    private static LabelSetPlan.Builder plan(String name) {
        return LabelSetPlan.newBuilder().setName(name).setFormat(ExamplesFormat.EXAMPLES_FORMAT_CSV);
    }

    private static LabelDescription describe(String label, String description) {
        return LabelDescription.newBuilder()
                .setLabel(label)
                .setDescription(description)
                .build();
    }

    /** As many of each label; no two are the same but for numbers. */
    private static String examples(int each) {
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 0; i < each; i++) {
            String word = Character.toString('a' + i % 26) + Character.toString('a' + i / 26);
            csv.append("Please pay the invoice of ").append(word).append(" now,bill\n");
            csv.append("We meet ").append(word).append(" for lunch,memo\n");
        }
        return csv.toString();
    }

    /** The chunks of the file end where they end, within a line. */
    private LabelSetDetails train(LabelSetPlan plan, String... chunks) {
        Multi<TrainLabelSetRequest> bytes = Multi.createFrom()
                .iterable(Arrays.asList(chunks))
                .onItem()
                .transformToMultiAndConcatenate(chunk -> Multi.createFrom()
                        .items(chunk.substring(0, chunk.length() / 2), chunk.substring(chunk.length() / 2)))
                .map(half -> TrainLabelSetRequest.newBuilder()
                        .setExamples(ByteString.copyFromUtf8(half))
                        .build());
        return train(Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom()
                                .item(TrainLabelSetRequest.newBuilder()
                                        .setPlan(plan)
                                        .build()),
                        bytes));
    }

    private LabelSetDetails train(Multi<TrainLabelSetRequest> messages) {
        return MutinyLabelSetServiceGrpc.newMutinyStub(channel)
                .trainLabelSet(messages)
                .await()
                .atMost(PATIENCE)
                .getLabelSet();
    }

    private Classification classify(String labelSet, String text) {
        return answer(labelSet, text).getClassification();
    }

    private ClassifiedText answer(String labelSet, String text) {
        return ClassificationServiceGrpc.newBlockingStub(channel)
                .classifyTexts(ClassifyTextsRequest.newBuilder()
                        .setLabelSet(labelSet)
                        .addTexts(text)
                        .build())
                .getClassifications(0);
    }

    private LabelSetServiceBlockingStub blocking() {
        return LabelSetServiceGrpc.newBlockingStub(channel);
    }

    private static GetLabelSetRequest named(String name) {
        return GetLabelSetRequest.newBuilder().setName(name).build();
    }

    private static void assertFails(Runnable call, FailureCode code, String said) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, thrown -> {
            assertThat(FailureStatus.fromGrpc("inference-service", thrown).code())
                    .isEqualTo(code);
            assertThat(thrown.getStatus().getDescription()).contains(said);
        });
    }
}
