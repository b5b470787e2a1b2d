package dev.scriptorium.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    /** Labels drawn by the probabilities of the scores, which are then made three times too sure. */
    @Test
    void findsHowMuchTooSureTheScoresAre() {
        Random random = new Random(8);
        List<double[]> scores = new ArrayList<>();
        int[] labels = new int[20_000];
        for (int i = 0; i < labels.length; i++) {
            double[] honest = {random.nextGaussian(), random.nextGaussian(), 2 * random.nextGaussian()};
            scores.add(new double[] {3 * honest[0], 3 * honest[1], 3 * honest[2]});
            Softmax.apply(honest);
            double drawn = random.nextDouble();
            labels[i] = drawn < honest[0] ? 0 : drawn < honest[0] + honest[1] ? 1 : 2;
        }

        assertThat(Calibration.temperature(scores, labels)).isCloseTo(3, Offset.offset(0.15));
    }

    @Test
    void setsTheThresholdWhereTheWantedPrecisionIsReachedWithMostCoverage() {
        List<Threshold.Answer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(new Threshold.Answer(1 - i / 100.0, i < 50 || i % 2 == 0));
        }

        Threshold threshold = Threshold.reaching(0.9, answers);

        assertThat(threshold.precision()).isGreaterThanOrEqualTo(0.9);
        assertThat(threshold.coverage()).isCloseTo(0.63, Offset.offset(0.001));
        assertThat(answers.stream().filter(answer -> answer.score() >= threshold.value()))
                .hasSize(63);
    }

    @Test
    void isAlwaysSureWhereAllAnswersTogetherAreRightOftenEnough() {
        List<Threshold.Answer> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(new Threshold.Answer(0.5 + i / 100.0, i != 0));
        }

        assertThat(Threshold.reaching(0.9, answers)).isEqualTo(new Threshold(0, 0.95, 1));
    }

    @Test
    void takesTheBestPrecisionThereIsWhereTheWantedOneIsOutOfReach() {
        List<Threshold.Answer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(new Threshold.Answer(1 - i / 100.0, i % 2 == 0 && i < 60));
        }

        Threshold threshold = Threshold.reaching(0.99, answers);

        assertThat(threshold.precision()).isBetween(0.5, 0.7);
        assertThat(threshold.coverage()).isGreaterThanOrEqualTo(0.05);
    }

    @Test
    void neverSeparatesAnswersOfOneScore() {
        List<Threshold.Answer> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(new Threshold.Answer(0.8, i < 10));
            answers.add(new Threshold.Answer(0.9, true));
        }

        Threshold threshold = Threshold.reaching(0.9, answers);

        assertThat(threshold.coverage()).isEqualTo(0.5);
        assertThat(threshold.value()).isBetween(0.8, 0.9);
    }
}
