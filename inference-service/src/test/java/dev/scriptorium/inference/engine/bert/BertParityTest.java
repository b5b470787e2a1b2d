package dev.scriptorium.inference.engine.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.inference.engine.ClassificationModel;
import dev.scriptorium.inference.engine.EmbeddingModel;
import dev.scriptorium.inference.engine.EncoderModel;
import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.TestModels;
import dev.scriptorium.inference.engine.files.ModelFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same numbers as transformers, within 1e-4, on small random-weight models. */
class BertParityTest {

    @Test
    void embedsAsTransformersDoes() {
        JsonNode expected = TestModels.expected("tiny-embedding");
        ModelFiles files = new ModelFiles(TestModels.folder("tiny-embedding"));

        try (EmbeddingModel model = BertEmbeddings.load(files, EngineSettings.DEFAULT)) {
            List<int[]> inputs = TestModels.ids(expected.path("ids"));
            assertEncodes(model, expected);
            assertThat(model.dimensions()).isEqualTo(32);
            assertThat(model.maxInputTokens()).isEqualTo(80);
            assertClose(model.embed(inputs), expected);
            // One by one: nothing of a batch leaks into its rows.
            for (int i = 0; i < 20; i++) {
                assertClose(model.embed(List.of(inputs.get(i))).getFirst(), expected, i);
            }
        }
    }

    @Test
    void classifiesAsTransformersDoes() {
        JsonNode expected = TestModels.expected("tiny-classifier");
        ModelFiles files = new ModelFiles(TestModels.folder("tiny-classifier"));

        try (ClassificationModel model = BertClassifier.load(files, EngineSettings.DEFAULT)) {
            assertEncodes(model, expected);
            assertThat(model.labels()).containsExactly("negative", "neutral", "positive");
            assertClose(model.classify(TestModels.ids(expected.path("ids"))), expected);
        }
    }

    private static void assertEncodes(EncoderModel model, JsonNode expected) {
        List<String> texts = TestModels.texts(expected.path("texts"));
        List<int[]> ids = TestModels.ids(expected.path("ids"));
        for (int i = 0; i < texts.size(); i++) {
            assertThat(model.encode(texts.get(i))).as("text %s", i).isEqualTo(ids.get(i));
        }
        assertThat(model.tokenizerDigest()).hasSize(64);
    }

    private static void assertClose(List<float[]> rows, JsonNode expected) {
        assertThat(rows).hasSize(expected.path("rows").size());
        for (int i = 0; i < rows.size(); i++) {
            assertClose(rows.get(i), expected, i);
        }
    }

    private static void assertClose(float[] row, JsonNode expected, int place) {
        float[] wanted = TestModels.floats(expected.path("rows")).get(place);
        assertThat(row).hasSameSizeAs(wanted);
        for (int j = 0; j < wanted.length; j++) {
            assertThat(row[j]).as("row %s, column %s", place, j).isCloseTo(wanted[j], within(1e-4f));
        }
    }
}
