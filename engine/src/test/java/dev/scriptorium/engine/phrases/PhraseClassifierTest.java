package dev.scriptorium.engine.phrases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.TextRule;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.tokenizers.EncoderTokenizer;
import dev.scriptorium.tokenizers.ModelFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that knows two phrases, made here; the shipped one is compared with its training in {@code ShippedModelsParityTest}. */
class PhraseClassifierTest {

    private static final Path SHIPPED = Path.of("..", "models", "sentiment");
    private static final PhraseRules RULES = new PhraseRules(2, 2, Set.of("not", "n't"), Set.of("'"));

    @TempDir
    private Path folder;

    @BeforeEach
    void makeAModel() throws IOException {
        Files.copy(SHIPPED.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        write("config.json", """
                {"architectures": ["ScriptoriumPhrasesForSequenceClassification"],
                 "id2label": {"0": "low", "1": "middle", "2": "high"},
                 "bounds": [-1.0, 1.0], "spread": 0.5, "intercept": 0.25, "length_power": 0.5,
                 "features": 2, "token_run": 2, "negation_reach": 2, "negators": ["not", "n't"], "joining": ["'"],
                 "max_position_embeddings": 8}""");
        int[] good = phrases("good");
        weigh(new int[] {good[0], good[0] + 1}, 2, 7);
    }

    @Test
    void scoresWhatIsKnownByTheRootOfAllPhrases() {
        // "good" has two phrases, the token and the word; one of them is known.
        double score = 0.25 + 2 / Math.sqrt(2);

        float[] probabilities = classify("good");

        assertThat(probabilities[0]).isCloseTo(share(-1, score), within(1e-6f));
        assertThat(probabilities[0] + probabilities[1]).isCloseTo(share(1, score), within(1e-6f));
        assertThat(probabilities[0] + probabilities[1] + probabilities[2]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void aTextOfWhichNoWordIsKnownHasEqualProbabilitiesBelowTheThreshold() {
        try (ClassificationModel model = load()) {
            for (int[] ids : List.of(new int[] {2, 3}, new int[] {2}, model.encode("table"), model.encode("5 !"))) {
                assertThat(model.classify(List.of(ids)).getFirst()).containsOnly(1 / 3f);
            }
            assertThat(model.textRule().threshold()).isBetween(1 / 3f + 1e-4f, 0.34f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"这很好", "Это ужасно, никогда больше!", "Не плохо", "とても良い。", "هذا رائع"})
    void theShippedModelKnowsNothingOfALanguageThatItWasNotTrainedOn(String text) {
        try (ClassificationModel model =
                (ClassificationModel) new OnnxModelLoader().load(SHIPPED, EngineSettings.DEFAULT)) {
            assertThat(model.classify(List.of(model.encode(text))).getFirst())
                    .containsOnly(1f / model.labels().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"This is wonderful.", "Das ist furchtbar!"})
    void theShippedModelIsSureOfALanguageThatItWasTrainedOn(String text) {
        try (ClassificationModel model =
                (ClassificationModel) new OnnxModelLoader().load(SHIPPED, EngineSettings.DEFAULT)) {
            float[] probabilities = model.classify(List.of(model.encode(text))).getFirst();

            assertThat(Math.max(probabilities[0], probabilities[probabilities.length - 1]))
                    .isGreaterThan(model.textRule().threshold());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not good | true",
                "not the good | true",
                "not the last good | false",
                "isn't good | true",
                "not' good | true",
                "not, good | false",
                "not. Good | false",
                "good not | false",
                "the good | false"
            })
    void aNegatorReachesOverTwoWordsAndNotOverAMark(String text, boolean negated) {
        int key = negatedGood();

        assertThat(contains(phrases(text), key)).isEqualTo(negated);
    }

    @Test
    void phrasesAreRunsOfTwoTokensAndWordsEachOnce() {
        // Tokens: good good the; runs: good good, good the; words: good, the.
        assertThat(phrases("good good the")).hasSize(2 + 2 + 2).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aTextOfSeveralSentencesIsTheirGeometricMean() {
        try (ClassificationModel model = load()) {
            assertThat(model.textRule()).isEqualTo(new TextRule(true, 1 / 3f + 1e-3f));
        }
    }

    @Test
    void readsTheMostTokensAndRefusesOneMore() {
        try (ClassificationModel model = load()) {
            int[] ids = IntStream.generate(() -> 5).limit(9).toArray();

            assertThat(model.maxInputTokens()).isEqualTo(8);
            assertThat(model.classify(List.of(Arrays.copyOf(ids, 8)))).hasSize(1);
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(() -> model.classify(List.of(ids)))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.INPUT_TOO_LONG));
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(() -> model.classify(List.of(new int[] {2, 16_000, 3})))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
            assertThat(model.classify(List.of(new int[] {2, 15_999, 3}))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"bounds\": [-1.0]",
                "\"bounds\": [1.0, 1.0]",
                "\"spread\": 0",
                "\"features\": 3",
                "\"token_run\": 0",
                "\"negation_reach\": -1"
            })
    void aConfigThatDoesNotFitIsCorrupt(String wrong) throws IOException {
        String key = wrong.substring(0, wrong.indexOf(':'));
        String config = Files.readString(folder.resolve("config.json"));
        write("config.json", config.replaceFirst(key + ": (\\[[^]]*]|[0-9.]+)", wrong));

        FailureException failure = catchThrowableOfType(FailureException.class, () -> load());

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT);
    }

    @Test
    void keysThatDoNotAscendAreCorrupt() throws IOException {
        weigh(new int[] {7, 7}, 1, 1);

        FailureException failure = catchThrowableOfType(FailureException.class, () -> load());

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT);
        assertThat(failure.reason()).contains("ascending keys");
    }

    private float[] classify(String text) {
        try (ClassificationModel model = load()) {
            return model.classify(List.of(model.encode(text))).getFirst();
        }
    }

    private ClassificationModel load() {
        return (ClassificationModel) new OnnxModelLoader().load(folder, EngineSettings.DEFAULT);
    }

    private int[] phrases(String text) {
        try (EncoderTokenizer tokenizer = EncoderTokenizer.read(new ModelFiles(folder))) {
            return PhraseKeys.of(tokenizer, RULES).of(tokenizer.encode(text));
        }
    }

    /** The one that "not the good" and "n't good" have together, but for what they have with "good". */
    private int negatedGood() {
        int[] other = phrases("n't good");
        return Arrays.stream(phrases("not the good"))
                .filter(key -> contains(other, key) && !contains(phrases("good"), key))
                .findFirst()
                .orElseThrow();
    }

    private static boolean contains(int[] keys, int key) {
        return Arrays.binarySearch(keys, key) >= 0;
    }

    /** The probability of lying below a bound. */
    private static float share(double bound, double score) {
        return (float) (1 / (1 + Math.exp(-(bound - score) / 0.5)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void weigh(int[] keys, float... weights) throws IOException {
        byte[] header = """
                {"keys":{"dtype":"I32","shape":[2],"data_offsets":[0,8]},\
                "weights":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""".getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        Arrays.stream(keys).forEach(file::putInt);
        for (float weight : weights) {
            file.putFloat(weight);
        }
        Files.write(folder.resolve("model.safetensors"), file.array());
    }
}
