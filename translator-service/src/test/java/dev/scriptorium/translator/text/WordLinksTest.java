package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.proto.inference.v1.Alignment;
import dev.scriptorium.proto.inference.v1.AlignmentLink;
import dev.scriptorium.translator.text.WordLinks.Aligned;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordLinksTest {

    /** The target's word of two tokens looks at both of its source's, the full stop at the end. */
    @Test
    void aWordIsLinkedToTheWordThatItsTokensLookAtMost() {
        Alignment alignment = alignment(List.of(3, 6, 9, 10), List.of(4, 8, 12, 13))
                .addLinks(link(0, 2, 0.6f))
                .addLinks(link(1, 1, 0.4f))
                .addLinks(link(1, 2, 0.5f))
                .addLinks(link(2, 0, 0.9f))
                .addLinks(link(3, 3, 1))
                .build();

        WordAlignment words = WordLinks.of(alignment, "the bi dog.", "Hundchen die.");

        assertThat(words.links()).contains(new WordAlignment.Link(2, 0), new WordAlignment.Link(0, 1));
    }

    @Test
    void aWordOfTheSourceThatWouldHaveNoneIsLinkedToTheOneThatLookedAtItMost() {
        Alignment alignment = alignment(List.of(3, 7), List.of(5))
                .addLinks(link(0, 0, 0.3f))
                .addLinks(link(0, 1, 0.7f))
                .build();

        assertThat(WordLinks.of(alignment, "das Haus", "house")).hasToString("0-0 1-0");
    }

    @Test
    void linksOfTokensThatAreNotThereAreNone() {
        Alignment alignment = alignment(List.of(3), List.of(5))
                .addLinks(link(7, 0, 1))
                .addLinks(link(0, 9, 1))
                .build();

        assertThat(WordLinks.of(alignment, "das", "house")).isEqualTo(WordAlignment.NONE);
    }

    @Test
    void twoStepsAreOneByWayOfThePivot() {
        WordAlignment first = WordAlignment.parse("0-1 1-0 2-2");
        WordAlignment second = WordAlignment.parse("1-0 0-1 2-2 2-3");

        assertThat(WordLinks.composed(first, second)).hasToString("0-0 1-1 2-2 2-3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see {0} now | jetzt {0} sehen | 2-0 1-1 0-2 | see https://a.example now | jetzt https://a.example sehen "
                        + "| 4-0 1-1 2-1 3-1 1-2 2-2 3-2 1-3 2-3 3-3 0-4",
                "the house | das haus | 0-0 1-1 | THE HOUSE | DAS HAUS | 0-0 1-1",
                "on 3.5 days | an 3.5 tagen | 0-0 1-1 2-2 3-3 | on 3.5 days | an 3,5 tagen | 0-0 1-1 2-2 3-3",
            })
    void theLinksHoldForOtherFormsOfTheTexts(
            String source, String target, String links, String otherSource, String otherTarget, String expected) {
        Aligned aligned = new Aligned(source, target, WordAlignment.parse(links));

        assertThat(aligned.in(otherSource, otherTarget).alignment()).hasToString(expected);
    }

    private static Alignment.Builder alignment(List<Integer> sourceEnds, List<Integer> targetEnds) {
        return Alignment.newBuilder().addAllSourceEnds(sourceEnds).addAllTargetEnds(targetEnds);
    }

    private static AlignmentLink link(int target, int source, float weight) {
        return AlignmentLink.newBuilder()
                .setTarget(target)
                .setSource(source)
                .setWeight(weight)
                .build();
    }
}
