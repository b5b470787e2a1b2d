package dev.scriptorium.inference.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.catalogue.ModelTask;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTrialTest {

    private static final Path MODELS = Path.of("..", "engine", "src", "test", "resources", "models");

    private final ModelTrial trial = new ModelTrial(new OnnxModelLoader(), EngineSettings.DEFAULT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tiny-marian | GENERATE | score -",
                "tiny-embedding | EMBED | numbers, beginning with",
                "tiny-classifier | CLASSIFY | 0.",
                "tiny-xlm-roberta-tokens | LABEL_TOKENS | 0.",
                "stories260k | CONTINUE | ."
            })
    void triesAModelOfEachTask(String model, ModelTask task, String answer) {
        TrialReport report = trial.run(model, MODELS.resolve(model), List.of());

        assertThat(report.card().task()).isEqualTo(task);
        assertThat(report.answers()).isNotEmpty();
        assertThat(report.answers().getFirst().output()).contains(answer);
        assertThat(report.tokens()).isPositive();
        assertThat(report.fileBytes()).isPositive();
    }

    @Test
    void triesTheTextsThatAreGiven() {
        TrialReport report =
                trial.run("tiny-marian", MODELS.resolve("tiny-marian"), List.of("Pay the invoice.", "It is due."));

        assertThat(report.answers())
                .extracting(TrialReport.Answer::input)
                .containsExactly("Pay the invoice.", "It is due.");
    }

    @Test
    void refusesATextThatTheModelDoesNotTake() {
        String text = "invoice ".repeat(2000);

        assertThatThrownBy(() -> trial.run("tiny-marian", MODELS.resolve("tiny-marian"), List.of(text)))
                .hasMessageContaining("tokens; the model takes");
    }
}
