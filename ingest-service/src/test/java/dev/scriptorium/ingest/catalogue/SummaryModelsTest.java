package dev.scriptorium.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.LanguagePair;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryModelsTest {

    private static final ModelDescription BART = writer("bart").build();
    private static final ModelDescription TRANSLATOR = writer("opus")
            .addLanguagePairs(LanguagePair.newBuilder().setSource("en").setTarget("de"))
            .build();
    private static final ModelDescription CLASSIFIER =
            writer("sentiment").setTask(ModelTask.MODEL_TASK_CLASSIFY).build();

    @Test
    void takesTheOnlyModelThatWritesAndTranslatesNothing() {
        assertThat(models(TRANSLATOR, CLASSIFIER, BART).require("")).isEqualTo("bart");
    }

    @Test
    void prefersAModelOfTheOperatorToOneOfTheProduct() {
        assertThat(models(writer("small").setShipped(true).build(), BART).require(""))
                .isEqualTo("bart");
    }

    @Test
    void asksForANameWhereSeveralModelsCouldBeMeant() {
        assertFails(models(BART, writer("pegasus").build()), "", "name one in summarize.model: bart, pegasus");
    }

    @Test
    void saysThatNoModelWritesSummaries() {
        assertFails(models(TRANSLATOR), "", "No model writes summaries");
        assertFails(models(TRANSLATOR), "bart", "There is no model named bart; no model writes summaries.");
    }

    @Test
    void refusesAModelThatTranslatesOrClassifies() {
        assertFails(models(TRANSLATOR, BART), "opus", "does not write summaries; those that do are: bart.");
        assertFails(models(CLASSIFIER, BART), "sentiment", "does not write summaries");
    }

    @Test
    void passesAModelThatIsStillBeingFetchedAndRefusesOneThatCannotServe() {
        ModelDescription fetching = ModelDescription.newBuilder()
                .setName("bart")
                .setUnavailable(
                        InferenceFailure.newBuilder().setCode("MODEL_FETCHING").setRetryable(true))
                .build();
        ModelDescription unsupported = writer("bart")
                .setUnavailable(InferenceFailure.newBuilder()
                        .setCode("MODEL_UNSUPPORTED")
                        .setReason("no such thing"))
                .build();

        assertThat(models(fetching).require("bart")).isEqualTo("bart");
        assertFails(models(unsupported), "bart", "cannot serve: MODEL_UNSUPPORTED: no such thing");
    }

    private static void assertFails(SummaryModels models, String name, String reason) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> models.require(name))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.SUMMARY_MODEL_UNAVAILABLE);
                    assertThat(failure.reason()).contains(reason);
                });
    }

    private static SummaryModels models(ModelDescription... models) {
        return new SummaryModels(List.of(models));
    }

    private static ModelDescription.Builder writer(String name) {
        return ModelDescription.newBuilder().setName(name).setTask(ModelTask.MODEL_TASK_GENERATE);
    }
}
