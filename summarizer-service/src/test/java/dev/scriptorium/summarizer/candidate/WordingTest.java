package dev.scriptorium.summarizer.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    private static final String LONG_SENTENCE = "On Monday the council of the city approved the budget for the year"
            + " with the votes of most of its members.";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | The council approved the budget. | THE COUNCIL APPROVED THE BUDGET!
            true  | The council approved the budget. | “The council – approved – the budget”
            true  | 市议会批准了预算。                | 市议会批准了预算！
            false | The council approved the budget. | The council rejected the budget.
            false | The council approved the budget. | The budget was approved at last.
            false | Revenue rose by 12 percent.      | Revenue rose by 13 percent.
            """)
    void isRepeatedWhateverItsCaseAndMarks(boolean repeats, String first, String second) {
        assertThat(Wording.of(second).repeats(Wording.of(first))).isEqualTo(repeats);
        assertThat(Wording.of(first).repeats(Wording.of(second))).isEqualTo(repeats);
    }

    @Test
    void isRepeatedWhereOneWordOfALongSentenceDiffers() {
        Wording first = Wording.of(LONG_SENTENCE);

        assertThat(Wording.of(LONG_SENTENCE.replace("members", "delegates")).repeats(first))
                .isTrue();
        assertThat(Wording.of(LONG_SENTENCE.replace("council", "mayor").replace("members", "delegates"))
                        .repeats(first))
                .isFalse();
    }

    @Test
    void isNeverRepeatedWithAnotherNumber() {
        assertThat(Wording.of(LONG_SENTENCE.replace("most", "20"))
                        .repeats(Wording.of(LONG_SENTENCE.replace("most", "21"))))
                .isFalse();
    }

    @Test
    void keepsTheFirstOfThoseThatRepeatEachOther() {
        List<String> texts = List.of("One and two.", "one and two", "Three and four.", "Five.", "ONE AND TWO!");

        assertThat(Wording.distinct(texts, Function.identity(), 9))
                .containsExactly("One and two.", "Three and four.", "Five.");
        assertThat(Wording.distinct(texts, Function.identity(), 2)).containsExactly("One and two.", "Three and four.");
    }
}
