package dev.scriptorium.engine.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.ScoreAdjustments;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model folders come from outside: what they ask for is checked before memory is addressed by it. */
class UntrustedFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "tiny-llama, '{\"num_attention_heads\": 65537, \"num_key_value_heads\": 65537, \"head_dim\": 65536}', heads",
        "tiny-llama, '{\"num_attention_heads\": 16777216, \"num_key_value_heads\": 1, \"head_dim\": 16777216}', heads",
        "tiny-gemma3, '{\"layer_types\": null, \"sliding_window_pattern\": 0}', sliding_window_pattern"
    })
    void refusesAShapeThatOverflows(String model, String change, String part) throws IOException {
        TestModels.copy(model, folder);
        ObjectNode config =
                (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
        config.setAll((ObjectNode) JSON.readTree(change));
        JSON.writeValue(folder.resolve("config.json").toFile(), config);

        assertCorrupt(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"do_sample\": true, \"temperature\": 0}",
                "{\"do_sample\": true, \"top_p\": 1.5}",
                "{\"repetition_penalty\": -1}"
            })
    void refusesGenerationSettingsThatCannotBe(String settings) throws IOException {
        TestModels.copy("tiny-llama", folder);
        Files.writeString(folder.resolve("generation_config.json"), settings);

        assertCorrupt("generation_config.json");
    }

    @Test
    void ignoresAnEndTokenOutsideTheVocabulary() throws IOException {
        TestModels.copy("tiny-llama", folder);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, 100000, -1]}");
        try (CausalModel model = new OnnxModelLoader().load(folder, EngineSettings.DEFAULT, CausalModel.class)) {
            List<CausalOutput> outputs = new ArrayList<>();
            CausalSettings settings =
                    CausalSettings.greedy(3).withAdjustments(ScoreAdjustments.NONE.withIgnoreEnd(true));

            model.generate(new CausalRequest(new int[] {5, 6}, settings), outputs::add, Cancellation.NEVER);

            assertThat(outputs).hasSize(3);
        }
    }

    private void assertCorrupt(String part) {
        assertThatThrownBy(() -> new OnnxModelLoader().load(folder, EngineSettings.DEFAULT))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT))
                .hasMessageContaining(part);
    }
}
