package dev.scriptorium.inference.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreCalibrationTest {

    private static final Path MODELS = Path.of("..", "engine", "src", "test", "resources", "models");
    private static final List<HeldOutPair> PAIRS =
            Collections.nCopies(20, new HeldOutPair("Pay the invoice.", "Zahlen Sie die Rechnung."));

    @Test
    void flagsAsManyAsAskedFor() {
        double[] scores =
                IntStream.range(0, 1000).mapToDouble(i -> -1 - i / 1000.0).toArray();

        float threshold = ScoreCalibration.threshold(scores, 3);

        assertThat(threshold).isEqualTo(-1.97f);
        assertThat(IntStream.range(0, scores.length).filter(i -> scores[i] < threshold))
                .hasSizeBetween(28, 30);
    }

    @Test
    void findsNoThresholdWhereTheModelIsAlwaysCertain() {
        assertThatThrownBy(() -> ScoreCalibration.threshold(new double[] {0, 0, 0}, 3))
                .hasMessageContaining("certain of every one");
    }

    @Test
    void asksForTheDirectionOfAModelWithSeveral() {
        ScoreCalibration calibration = new ScoreCalibration(new OnnxModelLoader(), EngineSettings.DEFAULT);

        assertThatThrownBy(() -> calibration.run("opus-mt-en-de", MODELS.resolve("tiny-marian"), "en-fr", PAIRS, 3))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .hasMessageContaining("does not translate en-fr");
        assertThatThrownBy(() -> calibration.run("tiny-bart", MODELS.resolve("tiny-bart"), null, PAIRS, 3))
                .isInstanceOf(FailureException.class);
    }

    /** Figures of sacrebleu 2.5: CHRF().sentence_score(text, [reference]).score. */
    @Test
    void chrfIsThatOfSacrebleu() {
        assertThat(ChrF.of("Die Rechnung ist fällig.", "Die Rechnung ist fällig."))
                .isEqualTo(100);
        assertThat(ChrF.of("Das Wetter ist gut.", "Die Rechnung ist fällig.")).isCloseTo(10.18, within(0.01));
        assertThat(ChrF.of("xyz", "Die Rechnung ist fällig.")).isZero();
    }
}
