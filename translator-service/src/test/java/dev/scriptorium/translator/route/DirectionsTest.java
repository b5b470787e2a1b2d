package dev.scriptorium.translator.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.LanguagePair;
import dev.scriptorium.proto.inference.v1.ManyToMany;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import dev.scriptorium.translator.FakeModels;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectionsTest {

    @Test
    void prefersADirectModel() {
        Directions directions = FakeModels.of("fr-en", "en-de", "fr-de").directions();

        assertThat(directions.find("fr", "de")).map(Route::models).contains(List.of("translator-fr-de"));
    }

    @Test
    void goesThroughThePivotWhereBothLegsAreThere() {
        Directions directions = FakeModels.of("fr-en", "en-de", "es-en").directions();

        assertThat(directions.find("fr", "de")).map(Route::path).contains(List.of("fr", "en", "de"));
        assertThat(directions.find("de", "fr")).isEmpty();
        assertThat(directions.find("", "de")).isEmpty();
    }

    @Test
    void namesThePairAndWhatThereIs() {
        Directions directions = FakeModels.of("en-de", "de-en").directions();

        var failure = directions.unavailable("en", "fr");

        assertThat(failure.code()).isEqualTo(FailureCode.LANGUAGE_PAIR_UNAVAILABLE);
        assertThat(failure.reason())
                .isEqualTo("No model translates from en to fr, and none through en; available: de>en, en>de.");
        assertThat(directions.unavailable("", "fr").reason()).startsWith("The language of the text was not recognised");
        assertThat(FakeModels.of().directions().unavailable("en", "fr").reason())
                .endsWith("no model translates at all.");
    }

    @Test
    void leavesOutModelsThatCannotServe() {
        Directions directions = Directions.of(
                List.of(
                        model("broken", "en", "de")
                                .setUnavailable(InferenceFailure.newBuilder().setCode("MODEL_FILE_MISSING"))
                                .build(),
                        model("embedder", "en", "fr")
                                .setTask(ModelTask.MODEL_TASK_EMBED)
                                .build()),
                "en");

        assertThat(directions.all()).isEmpty();
    }

    @Test
    void choosesTheSameModelWhateverTheOrderOfTheCatalogue() {
        ModelDescription special = model("z-special", "en", "de").build();
        ModelDescription other = model("a-wide", "en", "de")
                .addLanguagePairs(LanguagePair.newBuilder().setSource("en").setTarget("fr"))
                .build();

        assertThat(List.of(List.of(special, other), List.of(other, special)))
                .allSatisfy(models -> assertThat(Directions.of(models, "en").find("en", "de"))
                        .map(Route::models)
                        .contains(List.of("z-special")));
    }

    @Test
    void prefersAModelThatDoesNotShip() {
        ModelDescription shipped =
                model("a-shipped", "en", "de").setShipped(true).build();
        ModelDescription added = model("z-added", "en", "de")
                .addLanguagePairs(LanguagePair.newBuilder().setSource("en").setTarget("fr"))
                .build();

        assertThat(Directions.of(List.of(shipped, added), "en").find("en", "de"))
                .map(Route::models)
                .contains(List.of("z-added"));
    }

    @Test
    void listsDirectWaysFirst() {
        Directions directions = FakeModels.of("fr-en", "en-de").directions();

        assertThat(directions.all())
                .extracting(Route::path)
                .containsExactly(List.of("en", "de"), List.of("fr", "en"), List.of("fr", "en", "de"));
    }

    @Test
    void aModelOfManyLanguagesLeadsWhereNoneOfOneDirectionDoes() {
        ModelDescription special = model("special", "en", "de").build();
        ModelDescription wide = ModelDescription.newBuilder()
                .setName("a-wide")
                .setTask(ModelTask.MODEL_TASK_GENERATE)
                .setManyToMany(ManyToMany.newBuilder()
                        .addAllSources(List.of("de", "en", "sw"))
                        .addAllTargets(List.of("de", "en", "sw")))
                .build();

        Directions directions = Directions.of(List.of(wide, special), "en");

        assertThat(directions.find("en", "de")).map(Route::models).contains(List.of("special"));
        assertThat(directions.find("sw", "de")).contains(new Route(List.of(new Leg("a-wide", "", "sw", "de", 0))));
        assertThat(directions.find("sw", "sw")).isEmpty();
        assertThat(directions.all()).hasSize(6);
    }

    @Test
    void countsPairsWhereThereAreTooManyToName() {
        List<String> languages = IntStream.range(0, 200).mapToObj(i -> "l" + i).toList();
        ModelDescription wide = ModelDescription.newBuilder()
                .setName("wide")
                .setTask(ModelTask.MODEL_TASK_GENERATE)
                .setManyToMany(ManyToMany.newBuilder().addAllSources(languages).addAllTargets(languages))
                .build();

        assertThat(Directions.of(List.of(wide), "en").unavailable("en", "de").reason())
                .endsWith("39800 pairs are available.");
    }

    @Test
    void aPairThatAModelMayHaveWhichIsBeingFetchedIsToBeAskedForAgain() {
        ModelDescription fetching = ModelDescription.newBuilder()
                .setName("wide")
                .setUnavailable(InferenceFailure.newBuilder()
                        .setCode("MODEL_FETCHING")
                        .setReason("The model wide is still being fetched: file 2 of 7"))
                .build();
        Directions directions =
                Directions.of(List.of(fetching, model("special", "en", "de").build()), "en");

        assertThat(directions.find("en", "de")).isPresent();
        assertThat(directions.unavailable("en", "fr").code()).isEqualTo(FailureCode.MODEL_FETCHING);
        assertThat(directions.unavailable("en", "fr").reason())
                .contains("en to fr")
                .contains("file 2 of 7");
        assertThat(directions.unavailable("", "fr").code()).isEqualTo(FailureCode.LANGUAGE_PAIR_UNAVAILABLE);
    }

    private static ModelDescription.Builder model(String name, String source, String target) {
        return ModelDescription.newBuilder()
                .setName(name)
                .setTask(ModelTask.MODEL_TASK_GENERATE)
                .addLanguagePairs(LanguagePair.newBuilder().setSource(source).setTarget(target));
    }
}
