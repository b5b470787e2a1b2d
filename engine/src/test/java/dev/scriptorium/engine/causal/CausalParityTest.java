package dev.scriptorium.engine.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.PromptTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same tokens and numbers as transformers, on small random-weight models and on one that was trained. */
class CausalParityTest {

    private static final String STORIES = "stories260k";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-llama",
                "tiny-mistral",
                "tiny-qwen2",
                "tiny-qwen3",
                "tiny-gpt2",
                "tiny-phi3",
                "tiny-gemma2",
                "tiny-gemma3"
            })
    void writesWhatTransformersWrites(String name) {
        try (CausalModel model = load(name, Precision.FLOAT32)) {
            for (JsonNode row : TestModels.expected(name).path("prompts")) {
                List<int[]> ids = TestModels.ids(List.of(row.path("prompt"), row.path("greedy")));
                List<CausalOutput> written = written(model, ids.get(0), ids.get(1).length);

                assertThat(tokens(written)).containsExactly(ids.get(1));
                assertScores(model, row.path("firstLogits"), ids.get(0));
                assertScores(
                        model,
                        row.path("lastLogits"),
                        IntStream.concat(IntStream.of(ids.get(0)), IntStream.of(ids.get(1)))
                                .toArray());
            }
        }
    }

    /** All log-probabilities of the next token, from one prefill of the whole text. */
    private static void assertScores(CausalModel model, JsonNode logits, int[] prompt) {
        double[] expected = new double[logits.size()];
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            expected[i] = logits.get(i).asDouble();
            sum += Math.exp(expected[i]);
        }
        CausalSettings settings = CausalSettings.greedy(1).withLogProbabilities(expected.length);
        List<CausalOutput> outputs = new ArrayList<>();
        model.generate(new CausalRequest(prompt, settings), outputs::add, Cancellation.NEVER);
        for (CausalOutput.ScoredToken token : outputs.getFirst().likeliest()) {
            assertThat((double) token.logProbability())
                    .isCloseTo(expected[token.token()] - Math.log(sum), within(1e-4));
        }
    }

    @Test
    void goesOnWithAStoryAsTransformersDoes() {
        try (CausalModel model = load(STORIES, Precision.FLOAT32)) {
            for (JsonNode row : TestModels.expected(STORIES).path("prompts")) {
                List<int[]> ids = TestModels.ids(List.of(row.path("ids"), row.path("greedy")));
                assertThat(model.encode(row.path("text").asText())).containsExactly(ids.get(0));

                List<CausalOutput> written = written(model, ids.get(0), ids.get(1).length);

                assertThat(tokens(written)).containsExactly(ids.get(1));
                assertThat(text(written)).isEqualTo(row.path("continuation").asText());
                float[] scores =
                        TestModels.floats(List.of(row.path("logProbabilities"))).getFirst();
                for (int i = 0; i < scores.length; i++) {
                    assertThat(written.get(i).logProbability()).isCloseTo(scores[i], within(1e-3f));
                }
            }
        }
    }

    @Test
    void scoresThePromptAsItWouldHaveWrittenIt() {
        JsonNode row = TestModels.expected(STORIES).path("prompts").path(0);
        List<int[]> ids = TestModels.ids(List.of(row.path("ids"), row.path("greedy")));
        int[] whole = IntStream.concat(IntStream.of(ids.get(0)), IntStream.of(ids.get(1)))
                .toArray();
        try (CausalModel model = load(STORIES, Precision.FLOAT32)) {
            List<CausalOutput> outputs = new ArrayList<>();
            CausalRequest request = new CausalRequest(whole, CausalSettings.greedy(1), true);
            model.generate(request, outputs::add, Cancellation.NEVER);

            float[] scores = outputs.getFirst().promptScores();
            assertThat(scores).hasSize(whole.length - 1);
            for (int i = 0; i < ids.get(1).length; i++) {
                assertThat(scores[ids.get(0).length - 1 + i])
                        .isCloseTo((float) row.path("logProbabilities").path(i).asDouble(), within(1e-3f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-llama", "tiny-qwen3", "tiny-gpt2", "tiny-gemma3"})
    void writesTheSameWhateverTheBatchHolds(String name) {
        JsonNode rows = TestModels.expected(name).path("prompts");
        try (CausalModel model = load(name, Precision.FLOAT32);
                // Prompts are prefilled in chunks of 3 tokens, beside sequences that are decoded.
                CausalBatch batch = model.open(new CausalBatch.Limits(1024, 12, 3))) {
            Map<CausalBatch.SequenceHandle, JsonNode> asked = new IdentityHashMap<>();
            Map<CausalBatch.SequenceHandle, List<Integer>> written = new IdentityHashMap<>();
            int round = 0;
            while (asked.size() < 12 || batch.size() > 0) {
                if (asked.size() < 12 && round++ % 2 == 0) {
                    JsonNode row = rows.get(asked.size() % rows.size());
                    int[] prompt = TestModels.ids(List.of(row.path("prompt"))).getFirst();
                    asked.put(
                            batch.admit(new CausalRequest(prompt, CausalSettings.greedy(24)))
                                    .orElseThrow(),
                            row);
                }
                batch.step()
                        .forEach(output -> written.computeIfAbsent(output.sequence(), key -> new ArrayList<>())
                                .add(output.token()));
            }
            asked.forEach((sequence, row) -> assertThat(written.get(sequence))
                    .containsExactlyElementsOf(IntStream.of(
                                    TestModels.ids(List.of(row.path("greedy"))).getFirst())
                            .boxed()
                            .toList()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STORIES, "tiny-llama", "tiny-mistral", "tiny-qwen2", "tiny-gpt2", "tiny-gemma2"})
    void readsAndWritesTextsAsTransformersDoes(String name) {
        try (PromptTokenizer tokenizer = PromptTokenizer.read(new ModelFiles(TestModels.folder(name)))) {
            for (JsonNode row : TestModels.expected(name).path("texts")) {
                int[] ids = TestModels.ids(List.of(row.path("ids"))).getFirst();
                assertThat(tokenizer.encode(row.path("text").asText())).containsExactly(ids);
                assertThat(tokenizer.decode(ids)).isEqualTo(row.path("decoded").asText());
            }
        }
    }

    /** As transformers, but that what looks like a special token in a message is text. */
    @Test
    void readsSpecialTokensOfAChatTemplateOnly() {
        try (CausalModel model = load("tiny-qwen2", Precision.FLOAT32);
                PromptTokenizer tokenizer = PromptTokenizer.read(new ModelFiles(TestModels.folder("tiny-qwen2")))) {
            int[] ids =
                    model.encodeChat(List.of(Map.of("role", "user", "content", "Say <|im_end|> \uFFFE now")), Map.of());

            assertThat(IntStream.of(ids).filter(tokenizer::isSpecial).mapToObj(tokenizer::token))
                    .containsExactly("<|im_start|>", "<|im_end|>", "<|im_start|>");
            assertThat(model.decode(ids)).isEqualTo("user\nSay <|im_end|> \uFFFD now\nassistant\n");
        }
    }

    @Test
    void takesNamesAndVariablesOfAChatAsTextToo(@TempDir Path folder) throws IOException {
        TestModels.copy("tiny-qwen2", folder);
        Files.writeString(folder.resolve("chat_template.jinja"), "<|im_start|>{{ messages[0] | tojson }}{{ note }}");
        try (CausalModel model = new OnnxModelLoader().load(folder, EngineSettings.DEFAULT, CausalModel.class);
                PromptTokenizer tokenizer = PromptTokenizer.read(new ModelFiles(folder))) {
            int[] ids = model.encodeChat(List.of(Map.of("<|im_end|>", "x")), Map.of("note", "<|im_end|>"));

            assertThat(IntStream.of(ids).filter(tokenizer::isSpecial).mapToObj(tokenizer::token))
                    .containsExactly("<|im_start|>");
            assertThat(model.decode(ids)).isEqualTo("{\"<|im_end|>\": \"x\"}<|im_end|>");
        }
    }

    @Test
    void hasNoChatWithoutATemplate() {
        try (CausalModel model = load("tiny-gpt2", Precision.FLOAT32)) {
            assertThatThrownBy(() -> model.encodeChat(List.of(Map.of("role", "user", "content", "x")), Map.of()))
                    .hasMessageContaining("no chat template");
        }
    }

    @Test
    void holdsWeightsAsBytesWithLittleLoss() {
        try (CausalModel exact = load(STORIES, Precision.FLOAT32);
                CausalModel bytes = load(STORIES, Precision.INT8)) {
            int[] text = exact.encode("Once upon a time there was a little girl named Lily. She loved to play outside "
                    + "in the park. One day, she saw a big, red ball.");

            assertThat(perplexity(bytes, text)).isCloseTo(perplexity(exact, text), within(0.05));
        }
    }

    private static double perplexity(CausalModel model, int[] text) {
        List<CausalOutput> outputs = new ArrayList<>();
        model.generate(new CausalRequest(text, CausalSettings.greedy(1), true), outputs::add, Cancellation.NEVER);
        double sum = 0;
        for (float score : outputs.getFirst().promptScores()) {
            sum += score;
        }
        return Math.exp(-sum / (text.length - 1));
    }

    private static CausalModel load(String name, Precision precision) {
        return new OnnxModelLoader().load(TestModels.folder(name), new EngineSettings(1, precision), CausalModel.class);
    }

    private static List<CausalOutput> written(CausalModel model, int[] prompt, int count) {
        List<CausalOutput> outputs = new ArrayList<>();
        CausalSettings settings = CausalSettings.greedy(count).withLogProbabilities(0);
        model.generate(new CausalRequest(prompt, settings), outputs::add, Cancellation.NEVER);
        return outputs;
    }

    private static int[] tokens(List<CausalOutput> outputs) {
        return outputs.stream().mapToInt(CausalOutput::token).toArray();
    }

    private static String text(List<CausalOutput> outputs) {
        return String.join("", outputs.stream().map(CausalOutput::text).toList());
    }
}
