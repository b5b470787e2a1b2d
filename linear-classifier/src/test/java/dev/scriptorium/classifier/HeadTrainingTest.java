package dev.scriptorium.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HeadTrainingTest {

    private static final HeadTraining TRAINING = new HeadTraining(0.9);
    private static final int[] NO_WORDS = {1, 2};

    private final Random random = new Random(17);

    @Test
    void tellsMeaningsApart() {
        Learnt learnt = TRAINING.learn(undescribed(20, 3, this::aMeaning));

        assertThat(learnt.quality().folds()).isEqualTo(5);
        assertThat(learnt.quality().accuracy()).isGreaterThan(0.9);
        assertThat(learnt.quality().accuracyLow()).isLessThan(learnt.quality().accuracy());
        assertThat(learnt.quality().baseline()).isCloseTo(1 / 3.0, Offset.offset(0.01));
        assertThat(highest(learnt.head().probabilities(vector(2), Words.of(NO_WORDS))))
                .isEqualTo(2);
    }

    @Test
    void tellsWordsApartWhereMeaningsAreTheSame() {
        Learnt learnt = TRAINING.learn(undescribed(
                20,
                3,
                label -> new Features.Sentence(
                        vector(0), Words.of(new int[] {1, 100 + label, 200 + random.nextInt(50), 2}), 1)));

        assertThat(learnt.words()).isTrue();
        assertThat(learnt.quality().accuracy()).isGreaterThan(0.9);
        assertThat(highest(learnt.head().probabilities(vector(0), Words.of(new int[] {1, 102, 2}))))
                .isEqualTo(2);
    }

    /** Held-out figures flatter where something of the held-out examples leaks into the training. */
    @Test
    void isNoBetterThanChanceWhereThereIsNothingToLearn() {
        Learnt learnt = TRAINING.learn(undescribed(
                100,
                2,
                label -> new Features.Sentence(
                        noise(8),
                        Words.of(new int[] {1, 100 + random.nextInt(500), 100 + random.nextInt(500), 2}),
                        1)));

        assertThat(learnt.quality().accuracy()).isBetween(0.35, 0.65);
    }

    /** Each text is there four times, and its label is a coin's: only a leak can know it. */
    @Test
    void doesNotLearnATextFromItsTwin() {
        List<Features> texts = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        for (int group = 0; group < 60; group++) {
            Features text = Features.of(List.of(new Features.Sentence(noise(16), Words.of(NO_WORDS), 1)));
            int label = group % 2;
            for (int twin = 0; twin < 4; twin++) {
                texts.add(text);
                labels.add(label);
                groups.add(group);
            }
        }

        Learnt learnt = TRAINING.learn(new Examples(texts, ints(labels), ints(groups), new Features[2]));

        assertThat(learnt.quality().accuracy()).isLessThan(0.75);
    }

    @Test
    void goesByDescriptionsAloneWithoutExamples() {
        Learnt learnt = TRAINING.learn(new Examples(List.of(), new int[0], new int[0], descriptions(3)));

        assertThat(learnt.quality().folds()).isZero();
        assertThat(learnt.threshold().value()).isZero();
        for (int label = 0; label < 3; label++) {
            assertThat(highest(learnt.head().probabilities(vector(label), Words.of(NO_WORDS))))
                    .isEqualTo(label);
        }
    }

    @Test
    void answersADescribedLabelThatHasNoExamples() {
        Examples two = undescribed(10, 2, this::aMeaning);

        Learnt learnt = TRAINING.learn(new Examples(two.texts(), two.labels(), two.groups(), descriptions(3)));

        assertThat(highest(learnt.head().probabilities(vector(2), Words.of(NO_WORDS))))
                .isEqualTo(2);
        assertThat(learnt.quality().labels().get(2).examples()).isZero();
    }

    @Test
    void givesTheSameForTheSame() {
        Examples examples = undescribed(12, 3, this::aMeaning);

        assertThat(TRAINING.learn(examples)).usingRecursiveComparison().isEqualTo(TRAINING.learn(examples));
    }

    /** What makes a document's scores, averaged over its sentences, the head's answer for the document's features. */
    @Test
    void answersForATextTheGeometricMeanOfTheAnswersForItsSentences() {
        Head head = TRAINING.learn(undescribed(
                        20,
                        3,
                        label -> new Features.Sentence(
                                near(label), Words.of(new int[] {1, 100 + label, 200 + random.nextInt(9), 2}), 1)))
                .head();
        List<Features.Sentence> sentences = List.of(
                new Features.Sentence(near(0), Words.of(new int[] {1, 100, 203, 2}), 30),
                new Features.Sentence(near(2), Words.of(new int[] {1, 102, 2}), 12));
        Features text = Features.of(sentences);

        double[] logarithms = new double[3];
        for (Features.Sentence sentence : sentences) {
            float[] probabilities = head.probabilities(sentence.meaning(), sentence.words());
            for (int k = 0; k < 3; k++) {
                logarithms[k] += sentence.weight() / 42 * Math.log(probabilities[k]);
            }
        }
        Softmax.apply(logarithms);

        double[] scores = scores(head, text);
        Softmax.apply(scores);
        for (int k = 0; k < 3; k++) {
            assertThat(logarithms[k]).isCloseTo(scores[k], Offset.offset(1e-4));
        }
    }

    private static double[] scores(Head head, Features text) {
        double[] scores = new double[head.labels()];
        for (int k = 0; k < scores.length; k++) {
            for (int i = 0; i < text.meaning().length; i++) {
                scores[k] += text.meaning()[i] * head.meaning()[i * scores.length + k];
            }
            for (int i = 0; i < text.tokens().length; i++) {
                for (int word = 0; word < head.words().length; word++) {
                    if (head.words()[word] == text.tokens()[i]) {
                        scores[k] += text.values()[i] * head.wordWeights()[word * scores.length + k];
                    }
                }
            }
            scores[k] /= head.temperature();
        }
        return scores;
    }

    private interface Source {
        Features.Sentence of(int label);
    }

    private Examples undescribed(int each, int labels, Source source) {
        List<Features> texts = new ArrayList<>();
        int[] all = new int[each * labels];
        for (int i = 0; i < all.length; i++) {
            all[i] = i % labels;
            texts.add(Features.of(List.of(source.of(all[i]))));
        }
        return new Examples(texts, all, IntStream.range(0, all.length).toArray(), new Features[labels]);
    }

    private Features[] descriptions(int labels) {
        Features[] descriptions = new Features[labels];
        for (int label = 0; label < labels; label++) {
            descriptions[label] = Features.of(List.of(new Features.Sentence(vector(label), Words.of(NO_WORDS), 1)));
        }
        return descriptions;
    }

    private Features.Sentence aMeaning(int label) {
        return new Features.Sentence(near(label), Words.of(NO_WORDS), 1);
    }

    private float[] near(int label) {
        float[] vector = noise(8);
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= 0.3f;
        }
        vector[label] += 1;
        return vector;
    }

    private static float[] vector(int label) {
        float[] vector = new float[8];
        vector[label] = 1;
        return vector;
    }

    private float[] noise(int dimensions) {
        float[] noise = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int highest(float[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .reduce((a, b) -> probabilities[b] > probabilities[a] ? b : a)
                .orElseThrow();
    }
}
