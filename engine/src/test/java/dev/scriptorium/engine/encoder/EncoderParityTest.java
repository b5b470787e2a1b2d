package dev.scriptorium.engine.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EncoderModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.LabelledSpan;
import dev.scriptorium.engine.LabelledSpan.Aggregation;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.TokenizedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same numbers as transformers, within 1e-4, on small random-weight models, however inputs share batches. */
class EncoderParityTest {

    private static final String TOKENS = "tiny-xlm-roberta-tokens";

    @ParameterizedTest
    @CsvSource({
        "tiny-embedding, 32, 80",
        // The first token's state and a dense layer.
        "tiny-xlm-roberta-embedding, 16, 128",
        // A published graph, and the largest of each column.
        "tiny-bert-graph, 32, 96"
    })
    void embedsAsTransformersDoes(String name, int dimensions, int maxTokens) {
        try (EmbeddingModel model = SentenceEmbeddings.load(files(name), EngineSettings.DEFAULT)) {
            assertThat(model.dimensions()).isEqualTo(dimensions);
            assertThat(model.maxInputTokens()).isEqualTo(maxTokens);
            assertSame(model, TestModels.expected(name), model::embed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tiny-classifier, negative, neutral, positive",
        "tiny-roberta-classifier, question, statement, order",
        // Each label holds or not by itself.
        "tiny-distilbert-classifier, finance, travel, sports"
    })
    void classifiesAsTransformersDoes(String name, String first, String second, String third) {
        try (ClassificationModel model = SequenceClassifier.load(files(name), EngineSettings.DEFAULT)) {
            assertThat(model.labels()).startsWith(first, second, third);
            assertSame(model, TestModels.expected(name), model::classify);
        }
    }

    @Test
    void labelsTokensAsTransformersDoes() {
        try (TokenLabelModel model = TokenClassifier.load(files(TOKENS), EngineSettings.DEFAULT)) {
            assertThat(model.labels()).containsExactly("O", "B-PER", "I-PER", "B-LOC", "I-LOC");
            assertSame(
                    model,
                    TestModels.expected(TOKENS),
                    inputs -> model.label(inputs).stream()
                            .map(EncoderParityTest::flat)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsTheSpansThatTransformersFinds(Aggregation aggregation) {
        JsonNode expected = TestModels.expected(TOKENS);
        List<String> texts = TestModels.texts(expected.path("texts"));
        JsonNode spans = expected.path("spans").path(aggregation.name().toLowerCase(Locale.ROOT));
        try (TokenLabelModel model = TokenClassifier.load(files(TOKENS), EngineSettings.DEFAULT)) {
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                TokenizedText tokens = model.tokenize(text);
                List<LabelledSpan> found = LabelledSpan.of(
                        tokens, model.label(List.of(tokens.ids())).getFirst(), model.labels(), aggregation);

                assertThat(found.stream().map(LabelledSpan::label).toList())
                        .as("labels in text %s", i)
                        .isEqualTo(strings(spans.get(i), 0));
                for (int j = 0; j < found.size(); j++) {
                    JsonNode span = spans.get(i).get(j);
                    // Python counts characters.
                    assertThat(text.substring(found.get(j).start(), found.get(j).end()))
                            .as("span %s of text %s", j, i)
                            .isEqualTo(text.substring(
                                    text.offsetByCodePoints(0, span.get(2).asInt()),
                                    text.offsetByCodePoints(0, span.get(3).asInt())));
                    assertThat(found.get(j).score())
                            .isCloseTo((float) span.get(1).asDouble(), within(1e-4f));
                }
            }
        }
    }

    private static void assertSame(
            EncoderModel model, JsonNode expected, Function<List<int[]>, List<float[]>> numbers) {
        List<String> texts = TestModels.texts(expected.path("texts"));
        List<int[]> ids = TestModels.ids(expected.path("ids"));
        List<float[]> rows = TestModels.floats(expected.path("rows"));
        assertThat(texts).hasSizeGreaterThanOrEqualTo(195);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(model.encode(texts.get(i)))
                    .as("text %s: %s", i, texts.get(i))
                    .isEqualTo(ids.get(i));
        }
        assertThat(model.tokenizerDigest()).hasSize(64);
        assertClose(
                numbers.apply(ids), rows, IntStream.range(0, ids.size()).boxed().toList());
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, ids.size()).boxed().toList());
        Collections.shuffle(places, new Random(7));
        for (int size : new int[] {1, 2, 5, 17}) {
            List<Integer> some = places.subList(0, size);
            assertClose(numbers.apply(some.stream().map(ids::get).toList()), rows, some);
        }
    }

    private static void assertClose(List<float[]> found, List<float[]> expected, List<Integer> places) {
        assertThat(found).hasSameSizeAs(places);
        for (int i = 0; i < places.size(); i++) {
            assertThat(found.get(i))
                    .as("row %s of %s", places.get(i), places.size())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(expected.get(places.get(i)));
        }
    }

    private static float[] flat(List<float[]> rows) {
        float[] all = new float[rows.size() * rows.getFirst().length];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, i * rows.get(i).length, rows.get(i).length);
        }
        return all;
    }

    private static List<String> strings(JsonNode rows, int column) {
        List<String> strings = new ArrayList<>();
        rows.forEach(row -> strings.add(row.get(column).asText()));
        return strings;
    }

    private static ModelFiles files(String name) {
        return new ModelFiles(TestModels.folder(name));
    }
}
