package dev.scriptorium.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.tokenizers.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token-for-token equality with transformers' {@code generate()} on a small random-weight model. */
class GenerationParityTest {

    private static final JsonNode EXPECTED = TestModels.expected("tiny-marian");
    private static final List<int[]> INPUTS = TestModels.ids(EXPECTED.path("ids"));

    private static OnnxSeq2SeqModel model;

    @BeforeAll
    static void load() {
        model = load(TestModels.folder("tiny-marian"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"greedy", "beam4", "greedy penalised", "beam4 penalised"})
    void writesWhatTransformersWrites(String name) {
        JsonNode run = run(name);

        List<Generation> generations = model.generate(INPUTS, settings(run), Cancellation.NEVER);

        assertThat(INPUTS).hasSizeGreaterThanOrEqualTo(200);
        assertSameTokens(generations, run);
    }

    /** {@code early_stopping} is the model's, not the caller's: these run on a copy of the model that says it. */
    @ParameterizedTest
    @ValueSource(strings = {"beam3 full", "beam5 never"})
    void stopsEarlyAsTheModelsConfigSays(String name, @TempDir Path folder) throws IOException {
        JsonNode run = run(name);
        TestModels.copy("tiny-marian", folder);
        var file = folder.resolve("generation_config.json");
        var config = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        config.set("early_stopping", run.path("settings").path("early_stopping"));
        Files.writeString(file, config.toString());

        try (OnnxSeq2SeqModel stopping = load(folder)) {
            assertSameTokens(stopping.generate(INPUTS, settings(run), Cancellation.NEVER), run);
        }
    }

    @Test
    void scoresAreMeanLogProbabilities() {
        JsonNode run = run("beam4");

        List<Generation> generations = model.generate(INPUTS, settings(run), Cancellation.NEVER);

        for (int i = 0; i < generations.size(); i++) {
            assertThat(generations.get(i).score())
                    .isCloseTo((float) run.path("scores").get(i).asDouble(), within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"greedy", "beam4"})
    void batchCompositionChangesNothing(String name) {
        JsonNode run = run(name);
        List<int[]> outputs = TestModels.ids(run.path("outputs"));
        Random random = new Random(17);

        for (int size : new int[] {1, 3, 8, 50}) {
            List<Integer> places =
                    new ArrayList<>(IntStream.range(0, INPUTS.size()).boxed().toList());
            Collections.shuffle(places, random);
            List<Integer> batch = places.subList(0, size);
            List<Generation> generations =
                    model.generate(batch.stream().map(INPUTS::get).toList(), settings(run), Cancellation.NEVER);
            for (int i = 0; i < size; i++) {
                assertThat(generations.get(i).ids())
                        .as("sentence %s in a batch of %s", batch.get(i), size)
                        .isEqualTo(outputs.get(batch.get(i)));
            }
        }
    }

    @Test
    void encodesAsTransformersDoes() {
        List<String> texts = TestModels.texts(EXPECTED.path("texts"));

        for (int i = 0; i < texts.size(); i++) {
            assertThat(model.encode(texts.get(i))).as("text %s", i).isEqualTo(INPUTS.get(i));
        }
    }

    @Test
    void decodesAsTransformersDoes() {
        List<Generation> generations = model.generate(INPUTS, settings(run("beam4")), Cancellation.NEVER);

        assertThat(generations.stream().map(Generation::text).toList())
                .isEqualTo(TestModels.texts(EXPECTED.path("decoded")));
    }

    private static OnnxSeq2SeqModel load(Path folder) {
        return OnnxSeq2SeqModel.load(Architecture.MARIAN, new ModelFiles(folder), EngineSettings.DEFAULT);
    }

    private static void assertSameTokens(List<Generation> generations, JsonNode run) {
        List<int[]> outputs = TestModels.ids(run.path("outputs"));
        assertThat(generations).hasSameSizeAs(outputs);
        for (int i = 0; i < outputs.size(); i++) {
            assertThat(generations.get(i).ids()).as("sentence %s", i).isEqualTo(outputs.get(i));
        }
    }

    private static JsonNode run(String name) {
        return StreamSupport.stream(EXPECTED.path("runs").spliterator(), false)
                .filter(run -> run.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static GenerationSettings settings(JsonNode run) {
        JsonNode settings = run.path("settings");
        GenerationSettings defaults = model.defaults();
        return new GenerationSettings(
                settings.path("num_beams").asInt(),
                settings.path("max_new_tokens").asInt(defaults.maxNewTokens()),
                (float) settings.path("length_penalty").asDouble(1),
                (float) settings.path("repetition_penalty").asDouble(1),
                settings.path("no_repeat_ngram_size").asInt(0));
    }
}
