package dev.scriptorium.summarizer.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractiveSummaryTest {

    private static final String SENTENCE = "This sentence has just the length that sentences of a report have.";

    private final ExtractiveSummary summary = new ExtractiveSummary(Scorers.usual());

    @Test
    void citesEachSentenceInTheOrderOfTheDocument() {
        List<RankedSentence> sentences = List.of(
                sentence(0, "a " + SENTENCE, 1, 0.2, 0),
                sentence(1, "b " + SENTENCE, 1, 0, 0.2),
                sentence(2, "c " + SENTENCE, 0, 1, 0));

        assertThat(choose(sentences, 3))
                .extracting(chosen -> chosen.getSegmentIds(0))
                .containsExactly("0.0", "0.1", "0.2");
        assertThat(choose(sentences, 99)).hasSize(3);
        assertThat(choose(sentences, 1)).singleElement().satisfies(chosen -> {
            assertThat(chosen.getText()).startsWith("a ");
            assertThat(chosen.getPlace().getPage()).isEqualTo(1);
        });
    }

    @Test
    void prefersWhatTheRestOfTheDocumentIsAbout() {
        List<RankedSentence> sentences = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            boolean off = i % 4 == 1;
            sentences.add(sentence(i, i + " " + SENTENCE, off ? 0 : 1, off ? 1 : 0.1, off ? 0.1 : 0));
        }

        double[] scores = Scorers.usual().scores(RankedDocument.whole(sentences, 12, ""));

        assertThat(scores[1]).isLessThan(scores[2]);
        assertThat(scores[5]).isLessThan(scores[6]);
        assertThat(scores[9]).isLessThan(scores[10]);
    }

    @Test
    void doesNotSayTheSameTwice() {
        List<RankedSentence> sentences = List.of(
                sentence(0, SENTENCE, 1, 0.1, 0),
                sentence(1, SENTENCE.toUpperCase(Locale.ROOT), 1, 0.1, 0),
                sentence(2, "It says nearly the same, in other words, as the one above does.", 1, 0.12, 0),
                sentence(3, "Something else is told here, which nobody has told before this.", 0.3, 1, 0));

        assertThat(choose(sentences, 2))
                .extracting(chosen -> chosen.getSegmentIds(0))
                .containsExactly("0.0", "0.3");
    }

    @Test
    void givesFewerSentencesRatherThanOneTwice() {
        List<RankedSentence> sentences = List.of(
                sentence(0, SENTENCE, 1, 0.1, 0),
                sentence(1, SENTENCE.toUpperCase(Locale.ROOT), 0, 1, 0),
                sentence(2, SENTENCE.replace('.', '!'), 0, 0, 1));

        assertThat(choose(sentences, 3)).hasSize(1);
        assertThat(summary.best(RankedDocument.whole(sentences, 3, ""), 2)).hasSize(1);
    }

    @Test
    void leavesBoilerplateAndFragments() {
        List<RankedSentence> sentences = List.of(
                sentence(0, "© 2026 Example Ltd. All rights reserved in every country.", 1, 0, 0),
                sentence(1, "Call 555-1234, 555-1235, 555-1236, 555-1237 or 555-1238 now", 1, 0, 0.1),
                sentence(2, SENTENCE, 1, 0.1, 0));

        assertThat(choose(sentences, 1))
                .extracting(chosen -> chosen.getSegmentIds(0))
                .containsExactly("0.2");
    }

    @Test
    void keepsTheBestInTheOrderOfTheDocument() {
        List<RankedSentence> sentences = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            sentences.add(sentence(i, i + " " + SENTENCE, i % 3 == 2 ? 1 : 0.1, i % 3 == 2 ? 0.1 : i, 1));
        }
        var centralOnly = new ExtractiveSummary(Scorers.weighing(Map.of(Feature.CENTROID, 1.0)));
        RankedDocument document = RankedDocument.whole(sentences, 9, "");

        assertThat(centralOnly.best(document, 4))
                .extracting(RankedSentence::position)
                .hasSize(4)
                .isSorted();
        assertThat(centralOnly.best(document, 9)).isEqualTo(sentences);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void choosesDistinctSentencesInOrderWhateverTheVectors(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            List<RankedSentence> sentences = new ArrayList<>();
            int count = 1 + random.nextInt(400);
            for (int i = 0; i < count; i++) {
                byte[] vector = new byte[16];
                if (random.nextInt(10) > 0) {
                    random.nextBytes(vector);
                }
                sentences.add(new RankedSentence(
                        new SegmentId(i / 10, i % 10),
                        i + " " + SENTENCE,
                        Place.getDefaultInstance(),
                        i,
                        false,
                        false,
                        vector));
            }
            int wanted = 1 + random.nextInt(20);

            List<SummarySentence> chosen = choose(sentences, wanted);

            assertThat(chosen).as("seed %d, round %d", seed, round).hasSize(Math.min(wanted, count));
            List<SegmentId> ids = chosen.stream()
                    .map(each -> SegmentId.parse(each.getSegmentIds(0)))
                    .toList();
            assertThat(ids).isSorted();
            assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
            assertThat(chosen).allSatisfy(each -> assertThat(each.getScore()).isFinite());
        }
    }

    @Test
    void measuresAnglesOfRoundedVectors() {
        assertThat(UnitVectors.cosine(Vectors.of(1, 1), Vectors.of(1, 1))).isCloseTo(1, within(1e-9));
        assertThat(UnitVectors.cosine(Vectors.of(1, 0), Vectors.of(0, 1))).isZero();
        assertThat(UnitVectors.cosine(Vectors.of(1, 0), Vectors.of(-1, 0))).isCloseTo(-1, within(1e-9));
        assertThat(UnitVectors.cosine(new byte[2], Vectors.of(1, 0))).isZero();
    }

    private List<SummarySentence> choose(List<RankedSentence> sentences, int wanted) {
        return summary.choose(RankedDocument.whole(sentences, sentences.size(), ""), wanted);
    }

    private static RankedSentence sentence(int index, String text, double... vector) {
        return new RankedSentence(
                new SegmentId(0, index),
                text,
                Place.newBuilder().setPage(1).build(),
                index,
                false,
                false,
                Vectors.of(vector));
    }
}
