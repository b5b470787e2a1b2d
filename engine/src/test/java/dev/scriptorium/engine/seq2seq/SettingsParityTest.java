package dev.scriptorium.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.tokenizers.Languages;
import dev.scriptorium.tokenizers.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every generation setting does what it does in transformers' {@code generate()}, token for token. */
class SettingsParityTest {

    /** What a caller sets; everything else is the model's, in generation_config.json. */
    private static final Set<String> OF_THE_CALLER = Set.of(
            "num_beams",
            "max_new_tokens",
            "min_new_tokens",
            "length_penalty",
            "repetition_penalty",
            "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size",
            "num_return_sequences");

    private static final JsonNode EXPECTED = TestModels.json("tiny-marian", "settings.json");
    private static final List<int[]> INPUTS =
            TestModels.ids(TestModels.expected("tiny-marian").path("ids")).subList(0, 24);

    static Stream<String> names() {
        return StreamSupport.stream(EXPECTED.path("runs").spliterator(), false)
                .map(run -> run.path("name").asText());
    }

    @ParameterizedTest
    @MethodSource("names")
    void doesWhatTransformersDoes(String name, @TempDir Path folder) throws IOException {
        JsonNode run = run(name);
        try (OnnxSeq2SeqModel model = model(folder, run.path("settings"))) {
            GenerationSettings settings = settings(model.defaults(), run.path("settings"));
            List<GenerationInput> inputs = INPUTS.stream()
                    .map(ids -> new GenerationInput(ids, Languages.UNSAID, settings))
                    .toList();

            List<List<Generation>> found = model.generate(inputs, Cancellation.NEVER);

            for (int i = 0; i < inputs.size(); i++) {
                assertThat(found.get(i).stream().map(Generation::ids).toList())
                        .as("input %s", i)
                        .usingRecursiveComparison()
                        .isEqualTo(TestModels.ids(run.path("outputs").get(i)));
            }
        }
    }

    @Test
    void scoresTargetsAsTransformersDoes(@TempDir Path folder) throws IOException {
        List<int[]> targets = TestModels.ids(EXPECTED.path("targets"));
        List<float[]> scores = TestModels.floats(EXPECTED.path("target_scores"));
        try (OnnxSeq2SeqModel model = model(folder, new ObjectMapper().createObjectNode())) {
            List<GenerationInput> inputs = IntStream.range(0, INPUTS.size())
                    .mapToObj(i ->
                            GenerationInput.scored(INPUTS.get(i), Languages.UNSAID, model.defaults(), targets.get(i)))
                    .toList();

            List<List<Generation>> found = model.generate(inputs, Cancellation.NEVER);

            for (int i = 0; i < inputs.size(); i++) {
                assertThat(found.get(i).getFirst().tokenScores()).containsExactly(scores.get(i), within(2e-4f));
            }
        }
    }

    private static OnnxSeq2SeqModel model(Path folder, JsonNode settings) throws IOException {
        TestModels.copy("tiny-marian", folder);
        Path file = folder.resolve("generation_config.json");
        ObjectNode config = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        settings.properties().forEach(setting -> {
            if (!OF_THE_CALLER.contains(setting.getKey())) {
                config.set(setting.getKey(), setting.getValue());
            }
        });
        Files.writeString(file, config.toString());
        return OnnxSeq2SeqModel.load(Architecture.MARIAN, new ModelFiles(folder), EngineSettings.DEFAULT);
    }

    private static GenerationSettings settings(GenerationSettings defaults, JsonNode settings) {
        return new GenerationSettings(
                settings.path("num_beams").asInt(),
                settings.path("max_new_tokens").asInt(defaults.maxNewTokens()),
                settings.path("min_new_tokens").asInt(0),
                (float) settings.path("length_penalty").asDouble(1),
                (float) settings.path("repetition_penalty").asDouble(1),
                settings.path("no_repeat_ngram_size").asInt(0),
                settings.path("encoder_no_repeat_ngram_size").asInt(0),
                settings.path("num_return_sequences").asInt(1),
                null);
    }

    private static JsonNode run(String name) {
        return StreamSupport.stream(EXPECTED.path("runs").spliterator(), false)
                .filter(run -> run.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
