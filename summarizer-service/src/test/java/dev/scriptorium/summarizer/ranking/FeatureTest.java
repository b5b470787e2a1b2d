package dev.scriptorium.summarizer.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class FeatureTest {

    @Test
    void tellsWhereASentenceStands() {
        RankedDocument document = document("", "It is the first sentence.", "It is the next.", "And it is the last.");

        assertThat(column(document, Feature.FIRST)).containsExactly(1, 0, 0);
        assertThat(column(document, Feature.LAST)).containsExactly(0, 0, 1);
        assertThat(column(document, Feature.PLACE)).containsExactly(1 / 6.0, 0.5, 5 / 6.0);
        assertThat(column(document, Feature.LEAD)).startsWith(1).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(column(document, Feature.SENTENCES)).containsOnly(Math.log(3));
        assertThat(column(document, Feature.OPENINGS)[0]).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void comparesTheWordsOfASentenceWithThoseOfTheTitle() {
        RankedDocument document = document(
                "Genehmigung des Haushalts",
                "Der Stadtrat hat den Haushalt beraten.",
                "Die Genehmigungen der Haushalte liegen vor.",
                "Es gab eine Pause.");

        assertThat(column(document, Feature.TITLE_IN)).containsExactly(0.5, 1, 0);
        assertThat(column(document, Feature.FROM_TITLE)[0]).isBetween(0.2, 0.5);
        assertThat(column(document, Feature.TITLED)).containsOnly(1);
        assertThat(column(document.untitled(), Feature.TITLE_IN)).containsOnly(0);
        assertThat(column(document.untitled(), Feature.TITLED)).containsOnly(0);
    }

    @Test
    void seesTheFormOfASentence() {
        RankedDocument document = document(
                "",
                "Follow these steps to begin:",
                "What is to be done with 12 or 34 of them?",
                "© Example Ltd. All rights reserved.");

        assertThat(column(document, Feature.ANNOUNCES)).containsExactly(1, 0, 0);
        assertThat(column(document, Feature.ASKS)).containsExactly(0, 1, 0);
        assertThat(column(document, Feature.ENDED)).containsExactly(0, 1, 1);
        assertThat(column(document, Feature.BOILERPLATE)).containsExactly(0, 0, 1);
        assertThat(column(document, Feature.DIGITS)[1]).isPositive();
    }

    @Test
    void dependsOnAnglesBetweenVectorsAndNotOnTheirComponents() {
        List<RankedSentence> sentences = new ArrayList<>();
        List<RankedSentence> turned = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            byte[] vector = new byte[8];
            random.nextBytes(vector);
            byte[] other = new byte[8];
            for (int j = 0; j < 8; j++) {
                other[j] = vector[(j + 3) % 8];
            }
            sentences.add(sentence(i, "This is sentence number " + i + " of it.", vector));
            turned.add(sentence(i, "This is sentence number " + i + " of it.", other));
        }

        double[][] features = Feature.of(RankedDocument.whole(sentences, 20, ""));

        double[][] ofTurned = Feature.of(RankedDocument.whole(turned, 20, ""));
        for (int i = 0; i < features.length; i++) {
            assertThat(ofTurned[i]).containsExactly(features[i], within(1e-6));
        }
    }

    @Test
    void isFiniteForDocumentsThatHaveNextToNothing() {
        byte[] nothing = new byte[4];
        List<RankedSentence> sentences = List.of(sentence(0, "", nothing), sentence(1, "—", nothing));

        for (double[] row : Feature.of(RankedDocument.whole(sentences, 2, ""))) {
            assertThat(DoubleStream.of(row).allMatch(Double::isFinite)).isTrue();
        }
        assertThat(Feature.of(RankedDocument.whole(List.of(), 0, "A title"))).isEmpty();
    }

    @Test
    void knowsWordsOfAnyScriptByTheirStems() {
        assertThat(ContentWords.of("The Budgets of 2026, approved!"))
                .containsExactlyInAnyOrder("budget", "2026", "approv");
        assertThat(ContentWords.of("市議会は")).containsExactlyInAnyOrder("市議", "議会", "会は");
        assertThat(ContentWords.of("… ? a bc")).isEmpty();
    }

    private static double[] column(RankedDocument document, Feature feature) {
        return List.of(Feature.of(document)).stream()
                .mapToDouble(row -> row[feature.ordinal()])
                .toArray();
    }

    private static RankedDocument document(String title, String... texts) {
        List<RankedSentence> sentences = new ArrayList<>();
        for (String text : texts) {
            sentences.add(sentence(sentences.size(), text, Vectors.of(1, sentences.size())));
        }
        return RankedDocument.whole(sentences, texts.length, title);
    }

    private static RankedSentence sentence(int index, String text, byte[] vector) {
        return new RankedSentence(
                new SegmentId(0, index), text, Place.getDefaultInstance(), index, index == 0, false, vector);
    }
}
