package dev.scriptorium.engine.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Device;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.onnx.Cuda;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The graphs that a GPU runs, on the processor, and where there is a GPU there, too: numbers stay near those of 32 bits. */
class HalfPrecisionTest {

    private static final Path TRANSLATOR = Path.of("..", "models", "translator-en-de");

    @ParameterizedTest
    @CsvSource({
        "CPU, tiny-embedding",
        "CPU, tiny-xlm-roberta-embedding",
        "CUDA, tiny-embedding",
        "CUDA, tiny-xlm-roberta-embedding"
    })
    void vectorsStayWhereTheyAre(Device device, String name) {
        try (EmbeddingModel model = (EmbeddingModel) load(TestModels.folder(name), device)) {
            assertNear(name, model::embed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CPU, tiny-classifier",
        "CPU, tiny-roberta-classifier",
        "CPU, tiny-distilbert-classifier",
        "CUDA, tiny-classifier"
    })
    void scoresOfLabelsStayWhereTheyAre(Device device, String name) {
        try (ClassificationModel model = (ClassificationModel) load(TestModels.folder(name), device)) {
            assertNear(name, model::classify);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Device.class,
            names = {"CPU", "CUDA"})
    void nearlyAllTranslationsAreTheSame(Device device) {
        List<String> texts = List.of(
                "The council met on Tuesday.",
                "We are looking for a new house near the river.",
                "He opened the door and went outside.",
                "The train to Berlin leaves at nine.",
                "Nobody knows how old the bridge is.",
                "Please send me the documents by Friday.");

        try (Seq2SeqModel exact = (Seq2SeqModel) new OnnxModelLoader().load(TRANSLATOR, EngineSettings.DEFAULT);
                Seq2SeqModel halves = (Seq2SeqModel) load(TRANSLATOR, device)) {
            List<int[]> inputs = texts.stream().map(exact::encode).toList();
            for (int beams : new int[] {1, 4}) {
                List<Generation> wanted = generate(exact, inputs, beams);
                List<Generation> halved = generate(halves, inputs, beams);

                int same = 0;
                for (int i = 0; i < inputs.size(); i++) {
                    if (Arrays.equals(halved.get(i).ids(), wanted.get(i).ids())) {
                        same++;
                        assertThat(halved.get(i).score())
                                .isCloseTo(wanted.get(i).score(), within(0.01f));
                    }
                }
                assertThat(same).as("%s beams", beams).isGreaterThanOrEqualTo(inputs.size() - 1);
            }
        }
    }

    private static void assertNear(String name, Function<List<int[]>, List<float[]>> numbers) {
        JsonNode expected = TestModels.expected(name);
        List<float[]> exact = TestModels.floats(expected.path("rows"));
        List<float[]> found = numbers.apply(TestModels.ids(expected.path("ids")));
        for (int i = 0; i < exact.size(); i++) {
            assertThat(found.get(i))
                    .as("row %s", i)
                    .usingComparatorWithPrecision(0.01f)
                    .containsExactly(exact.get(i));
        }
    }

    private static InferenceModel load(Path folder, Device device) {
        if (device == Device.CUDA) {
            assumeThat(Cuda.obstacle()).as("why no graph runs on a GPU here").isEmpty();
        }
        return new OnnxModelLoader()
                .load(folder, new EngineSettings(1, Precision.FLOAT16, device, true, EngineSettings.DEFAULT.rows()));
    }

    private static List<Generation> generate(Seq2SeqModel model, List<int[]> inputs, int beams) {
        return model.generate(inputs, model.defaults().withBeams(beams).withMaxNewTokens(40), Cancellation.NEVER);
    }
}
