package dev.scriptorium.engine.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.tokenizers.Languages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights of 8 bits stay near those of 32, and keep the promise about batches. */
class QuantizedModelsTest {

    private static final Path MODELS = Path.of("..", "models");
    private static final EngineSettings INT8 = new EngineSettings(1, Precision.INT8);

    @Test
    void vectorsStayWhereTheyAre() {
        List<int[]> inputs =
                TestModels.ids(TestModels.expected("tiny-embedding").path("ids"));
        List<float[]> exact =
                TestModels.floats(TestModels.expected("tiny-embedding").path("rows"));

        try (EmbeddingModel model =
                (EmbeddingModel) new OnnxModelLoader().load(TestModels.folder("tiny-embedding"), INT8)) {
            List<float[]> vectors = model.embed(inputs);

            for (int i = 0; i < vectors.size(); i++) {
                assertThat(product(vectors.get(i), exact.get(i))).isGreaterThan(0.995f);
            }
        }
    }

    @Test
    void autoIs8BitsForModelsThatGenerate() {
        List<int[]> inputs = TestModels.ids(TestModels.expected("tiny-marian").path("ids"));

        assertThat(generated("tiny-marian", Precision.AUTO, inputs))
                .isEqualTo(generated("tiny-marian", Precision.INT8, inputs))
                .isNotEqualTo(generated("tiny-marian", Precision.FLOAT32, inputs));
    }

    @Test
    void autoIs32BitsForEncoders() {
        List<int[]> inputs =
                TestModels.ids(TestModels.expected("tiny-embedding").path("ids"));

        assertThat(embedded(Precision.AUTO, inputs))
                .isEqualTo(embedded(Precision.FLOAT32, inputs))
                .isNotEqualTo(embedded(Precision.INT8, inputs));
    }

    private static List<List<Float>> generated(String name, Precision precision, List<int[]> inputs) {
        try (Seq2SeqModel model =
                (Seq2SeqModel) new OnnxModelLoader().load(TestModels.folder(name), new EngineSettings(1, precision))) {
            return generate(model, inputs).stream()
                    .map(text -> boxed(text.tokenScores()))
                    .toList();
        }
    }

    private static List<List<Float>> embedded(Precision precision, List<int[]> inputs) {
        try (EmbeddingModel model = (EmbeddingModel)
                new OnnxModelLoader().load(TestModels.folder("tiny-embedding"), new EngineSettings(1, precision))) {
            return model.embed(inputs).stream().map(QuantizedModelsTest::boxed).toList();
        }
    }

    private static List<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    @Test
    void mostTranslationsOfTheShippedModelAreTheSame() {
        List<String> texts = List.of(
                "The council met on Tuesday.",
                "We are looking for a new house near the river.",
                "He opened the door and went outside.",
                "The train to Berlin leaves at nine.",
                "Nobody knows how old the bridge is.",
                "Please send me the documents by Friday.");

        try (Seq2SeqModel exact = (Seq2SeqModel)
                        new OnnxModelLoader().load(MODELS.resolve("translator-en-de"), EngineSettings.DEFAULT);
                Seq2SeqModel quantized =
                        (Seq2SeqModel) new OnnxModelLoader().load(MODELS.resolve("translator-en-de"), INT8)) {
            List<int[]> inputs = texts.stream().map(exact::encode).toList();
            List<Generation> wanted = generate(exact, inputs);
            List<Generation> together = generate(quantized, inputs);

            long same = 0;
            for (int i = 0; i < inputs.size(); i++) {
                same += Arrays.equals(together.get(i).ids(), wanted.get(i).ids()) ? 1 : 0;
                assertThat(generate(quantized, List.of(inputs.get(i)))
                                .getFirst()
                                .ids())
                        .isEqualTo(together.get(i).ids());
            }
            assertThat(same).isGreaterThanOrEqualTo(inputs.size() / 2);
        }
    }

    /** A forced end token at the length limit counts 0 where it is generated, and as the model rates it where it is scored. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "INT8"})
    void scoresTokensAsItGeneratedThem(Precision precision) {
        List<int[]> inputs = TestModels.ids(TestModels.expected("tiny-marian").path("ids"));
        int truncated = 0;
        try (Seq2SeqModel model = (Seq2SeqModel)
                new OnnxModelLoader().load(TestModels.folder("tiny-marian"), new EngineSettings(1, precision))) {
            List<Generation> written = model.generate(inputs, model.defaults().withBeams(4), Cancellation.NEVER);
            for (int i = 0; i < inputs.size(); i++) {
                Generation text = written.get(i);
                GenerationInput target =
                        GenerationInput.scored(inputs.get(i), Languages.UNSAID, model.defaults(), text.ids());

                float[] scores = model.generate(List.of(target), Cancellation.NEVER)
                        .getFirst()
                        .getFirst()
                        .tokenScores();

                int last = scores.length - 1;
                int chosen = text.truncated() ? last : scores.length;
                assertThat(Arrays.copyOf(scores, chosen))
                        .containsExactly(Arrays.copyOf(text.tokenScores(), chosen), within(1e-4f));
                if (text.truncated()) {
                    truncated++;
                    assertThat(text.tokenScores()[last]).isZero();
                    assertThat(scores[last]).isNegative();
                }
            }
        }
        assertThat(truncated).isBetween(1, inputs.size() - 1);
    }

    private static List<Generation> generate(Seq2SeqModel model, List<int[]> inputs) {
        return model.generate(inputs, model.defaults().withBeams(4).withMaxNewTokens(40), Cancellation.NEVER);
    }

    private static float product(float[] left, float[] right) {
        float sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
