package dev.scriptorium.tokenizer.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class SentenceCutterTest {

    private static final IntPredicate NOTHING = offset -> false;

    private final SentenceCutter cutter = new SentenceCutter();

    @Test
    void leavesWhatFits() {
        assertThat(cut("As long as this.", 16, NOTHING)).containsExactly("As long as this.");
    }

    @Test
    void cutsAtWhiteSpaceWhereThereIsSome() {
        assertThat(cut("one two three four five six", 10, NOTHING))
                .containsExactly("one two", "three four", "five six");
    }

    @Test
    void cutsBetweenCharactersAsPeopleSeeThem() {
        String family = "👨‍👩‍👧‍👦";

        assertThat(cut(family.repeat(3), 2 * family.length() + 3, NOTHING)).containsExactly(family.repeat(2), family);
        assertThat(cut("e\u0301".repeat(4), 5, NOTHING)).containsExactly("e\u0301e\u0301", "e\u0301e\u0301");
    }

    @Test
    void cutsAPileOfMarksButNoSurrogatePair() {
        String pile = "\uD835\uDD38" + "\u0301".repeat(20) + "\uD835\uDD39";

        List<String> pieces = cut(pile, 8, NOTHING);

        assertThat(String.join("", pieces)).isEqualTo(pile);
        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece).hasSizeLessThanOrEqualTo(8);
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
        });
    }

    @Test
    void sparesAProtectedSpanWhereItCan() {
        assertThat(cut("abcdefgh{name}", 10, offset -> offset > 8 && offset < 14))
                .containsExactly("abcdefgh", "{name}");
    }

    @Test
    void cutsOnlyTheRangeGiven() {
        assertThat(cutter.cut("xx one two three", new TextRange(3, 10), 4, NOTHING))
                .containsExactly(new TextRange(3, 6), new TextRange(7, 10));
    }

    private List<String> cut(String text, int limit, IntPredicate unbreakable) {
        return cutter.cut(text, new TextRange(0, text.length()), limit, unbreakable).stream()
                .map(range -> text.substring(range.start(), range.end()))
                .toList();
    }
}
