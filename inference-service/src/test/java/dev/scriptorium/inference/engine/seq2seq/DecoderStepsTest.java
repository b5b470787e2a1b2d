package dev.scriptorium.inference.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderStepsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 4", "5, 5", "6, 3", "7, 1", "8, 4", "10, 5"})
    void asManyRowsAttendTogetherAsDivideThemUpToFive(int beams, int together) {
        assertThat(DecoderSteps.together(beams)).isEqualTo(together);
    }
}
