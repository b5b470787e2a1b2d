package dev.scriptorium.engine.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.tokenizers.Languages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models that ship with the product give what transformers, or their training, gives; {@code training/} makes both together. */
class ShippedModelsParityTest {

    /** As the fixtures were made. */
    private static final int MAX_NEW_TOKENS = 200;

    private static final Path MODELS = Path.of("..", "models");

    @ParameterizedTest
    @CsvSource({
        "translator-en-de, 1, greedyIds, greedyText",
        "translator-en-de, 4, beam4Ids, beam4Text",
        "translator, 1, greedyIds, greedyText",
        "translator, 4, beam4Ids, beam4Text"
    })
    void translatesAsTransformersDoes(String name, int beams, String ids, String texts) throws IOException {
        List<JsonNode> rows = rows(name);
        List<int[]> inputs = ints(rows, "sourceIds");

        try (InferenceModel loaded = load(name)) {
            Seq2SeqModel model = (Seq2SeqModel) loaded;
            GenerationSettings settings = model.defaults().withBeams(beams).withMaxNewTokens(MAX_NEW_TOKENS);

            List<Generation> generations = model.generate(inputs, settings, Cancellation.NEVER);

            for (int i = 0; i < rows.size(); i++) {
                assertThat(model.encode(rows.get(i).path("source").asText())).isEqualTo(inputs.get(i));
                assertThat(generations.get(i).ids())
                        .as("sentence %s", i)
                        .isEqualTo(ints(rows, ids).get(i));
                assertThat(generations.get(i).text())
                        .isEqualTo(rows.get(i).path(texts).asText());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 11", "4, 12"})
    void whoArrivesBesideASentenceDoesNotChangeItsTranslation(int beams, long seed) throws IOException {
        List<int[]> sources = ints(rows("translator-en-de"), "sourceIds").subList(0, 24);

        try (InferenceModel loaded = load("translator-en-de")) {
            Seq2SeqModel model = (Seq2SeqModel) loaded;
            GenerationSettings settings = model.defaults().withBeams(beams).withMaxNewTokens(60);
            List<int[]> alone = new ArrayList<>();
            for (int[] source : sources) {
                alone.add(model.generate(List.of(source), settings, Cancellation.NEVER)
                        .getFirst()
                        .ids());
            }

            List<int[]> together = model.generate(sources, settings, Cancellation.NEVER).stream()
                    .map(Generation::ids)
                    .toList();
            List<int[]> arriving = arriving(model, settings, sources, new SplittableRandom(seed));

            assertThat(together).usingRecursiveComparison().isEqualTo(alone);
            assertThat(arriving).as("seed %s", seed).usingRecursiveComparison().isEqualTo(alone);
        }
    }

    /** Up to three join at a step, in the order of their places, among at most seven. */
    private static List<int[]> arriving(
            Seq2SeqModel model, GenerationSettings settings, List<int[]> sources, SplittableRandom random) {
        List<GenerationInput> inputs = sources.stream()
                .map(source -> new GenerationInput(source, Languages.UNSAID, settings))
                .toList();
        Map<DecodingBatch.SequenceHandle, int[]> done = new IdentityHashMap<>();
        List<DecodingBatch.SequenceHandle> joined = new ArrayList<>();
        try (DecodingBatch slots = model.open(model.kind(inputs.getFirst()))) {
            while (done.size() < inputs.size()) {
                int coming = Math.min(random.nextInt(4), Math.min(7 - slots.size(), inputs.size() - joined.size()));
                joined.addAll(slots.admit(inputs.subList(joined.size(), joined.size() + coming)));
                slots.step()
                        .forEach(finished -> done.put(
                                finished.sequence(),
                                finished.generations().getFirst().ids()));
            }
        }
        return joined.stream().map(done::get).toList();
    }

    @Test
    void embedsAsTransformersDoes() throws IOException {
        List<JsonNode> rows = rows("sentence-embedding");

        try (InferenceModel loaded = load("sentence-embedding")) {
            EmbeddingModel model = (EmbeddingModel) loaded;
            List<float[]> vectors = model.embed(ints(rows, "ids"));

            for (int i = 0; i < rows.size(); i++) {
                assertThat(model.encode(rows.get(i).path("text").asText()))
                        .isEqualTo(ints(rows, "ids").get(i));
                float[] wanted =
                        TestModels.floats(List.of(rows.get(i).path("vector"))).getFirst();
                for (int j = 0; j < wanted.length; j++) {
                    assertThat(vectors.get(i)[j]).as("text %s, column %s", i, j).isCloseTo(wanted[j], within(1e-4f));
                }
            }
        }
    }

    /** A text without a letter has no word that the model knows: PhraseClassifierTest says what it gives then. */
    @Test
    void judgesAsTheTrainingDoes() throws IOException {
        List<JsonNode> rows = rows("sentiment").stream()
                .filter(row -> row.path("text").asText().codePoints().anyMatch(Character::isLetter))
                .toList();

        try (InferenceModel loaded = load("sentiment")) {
            ClassificationModel model = (ClassificationModel) loaded;
            List<float[]> probabilities = model.classify(ints(rows, "ids"));

            for (int i = 0; i < rows.size(); i++) {
                assertThat(model.encode(rows.get(i).path("text").asText()))
                        .isEqualTo(ints(rows, "ids").get(i));
                assertThat(probabilities.get(i))
                        .as("text %s", i)
                        .containsExactly(
                                TestModels.floats(List.of(rows.get(i).path("probabilities")))
                                        .getFirst(),
                                within(2e-6f));
            }
        }
    }

    private static InferenceModel load(String name) {
        return new OnnxModelLoader().load(MODELS.resolve(name), EngineSettings.DEFAULT);
    }

    private static List<JsonNode> rows(String name) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (InputStream file = ShippedModelsParityTest.class.getResourceAsStream("/parity/" + name + ".json")) {
            new ObjectMapper().readTree(file).forEach(rows::add);
            return rows;
        }
    }

    private static List<int[]> ints(List<JsonNode> rows, String key) {
        return TestModels.ids(rows.stream().map(row -> row.path(key)).toList());
    }
}
