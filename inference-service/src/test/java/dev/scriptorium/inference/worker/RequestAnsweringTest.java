package dev.scriptorium.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.fake.FakeCatalogue;
import dev.scriptorium.inference.fake.FakeTranslator;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.inference.serving.RequestLimits;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.Input;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestAnsweringTest {

    private static final DocumentRef DOCUMENT = DocumentRef.newBuilder()
            .setDocumentId("document")
            .setTenantId("acme")
            .build();

    private final Set<String> preloaded = new HashSet<>();
    private final ModelCatalogue catalogue = FakeCatalogue.create();
    private final Batcher batcher = new Batcher(
            new BatcherSettings(1, new BatchLimits(8, 1000), 2, 4, 2, java.time.Duration.ofMinutes(1)),
            BatchObserver.NONE,
            Clock.systemUTC());
    private final RequestAnswering answering = new RequestAnswering(
            new ModelServing(catalogue, batcher, new RequestLimits(10, 500), Runnable::run, Clock.systemUTC()),
            preloaded::contains);

    @AfterEach
    void close() {
        batcher.close();
        catalogue.close();
    }

    @Test
    void answersForTheDocumentAndTheRequest() {
        InferenceCompleted completed = answer(request("one", "two", "three"));

        assertThat(completed.getDocument()).isEqualTo(DOCUMENT);
        assertThat(completed.getRequestId()).isEqualTo("task/0/translate/0");
        assertThat(completed.getGenerate().getOutputsList())
                .extracting(output -> output.getText().getText())
                .containsExactly("ONE", "TWO", "THREE");
    }

    @Test
    void answersARequestThatCannotBeServedWithItsFailure() {
        InferenceRequested.Builder unknown = request("one").toBuilder();
        unknown.getGenerateBuilder().setModel("nonsense");

        assertThat(answer(unknown.build()).getFailure().getCode()).isEqualTo("MODEL_UNKNOWN");
        assertThat(answer(request("one").toBuilder().clearGenerate().build())
                        .getFailure()
                        .getCode())
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void answersAPoisonedInputInItsPlace() {
        InferenceCompleted completed = answer(request("one", FakeTranslator.POISON));

        assertThat(completed.getGenerate().getOutputs(0).getText().getText()).isEqualTo("ONE");
        assertThat(completed.getGenerate().getOutputs(1).getFailure().getCode()).isEqualTo("MODEL_FAILED");
    }

    @Test
    void doesNotWorkForARequestThatNobodyWaitsFor() {
        InferenceRequested late = request("one").toBuilder()
                .setDeadline(Timestamp.newBuilder().setSeconds(1))
                .build();

        assertThat(answer(late).getGenerate().getOutputs(0).getFailure().getCode())
                .isEqualTo("DEADLINE_EXCEEDED");
    }

    @Test
    void givesARequestBackWhenTheServiceStops() {
        batcher.close();

        assertGivenBack(request("one"));
    }

    @Test
    void givesARequestBackWhenAPreloadedModelIsUnavailableHere() {
        InferenceRequested.Builder broken = request("one").toBuilder();
        broken.getGenerateBuilder().setModel("broken");
        assertThat(answer(broken.build()).getFailure().getCode()).isEqualTo("MODEL_CORRUPT");

        preloaded.add("broken");

        assertGivenBack(broken.build());
        assertThat(answer(request("one")).hasGenerate()).isTrue();
    }

    private void assertGivenBack(InferenceRequested requested) {
        assertThatThrownBy(() -> answer(requested))
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.SHUTTING_DOWN));
    }

    private InferenceCompleted answer(InferenceRequested requested) {
        return answering.answer(requested, Lane.BULK).toCompletableFuture().join();
    }

    private static InferenceRequested request(String... texts) {
        GenerateRequest.Builder generate = GenerateRequest.newBuilder().setModel("translator-en-de");
        for (String text : texts) {
            generate.addInputs(Input.newBuilder().setText(text));
        }
        return InferenceRequested.newBuilder()
                .setDocument(DOCUMENT)
                .setRequestId("task/0/translate/0")
                .setCaller("translator")
                .setGenerate(generate)
                .build();
    }
}
