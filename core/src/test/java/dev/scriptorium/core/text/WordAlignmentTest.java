package dev.scriptorium.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordAlignmentTest {

    @Test
    void isReadAsItIsWritten() {
        WordAlignment alignment =
                new WordAlignment(List.of(new WordAlignment.Link(0, 0), new WordAlignment.Link(2, 1)));

        assertThat(alignment).hasToString("0-0 2-1");
        assertThat(WordAlignment.parse("0-0 2-1")).isEqualTo(alignment);
        assertThat(WordAlignment.parse(" ")).isEqualTo(WordAlignment.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0-", "a-1", "0-1,1-0", "-1-0", "0-1234567"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordAlignment.parse(text))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({
        "The old town.,3",
        "don't,1",
        "l'eau,2",
        "it's he’s,2",
        "d's'x,2",
        "12.5 kg,3",
        "東京タワー,5",
        "' ',0",
        "über-groß,2"
    })
    void aTextHasWords(String text, int words) {
        assertThat(WordRange.of(text)).hasSize(words);
    }
}
