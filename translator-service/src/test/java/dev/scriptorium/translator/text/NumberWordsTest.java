package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberWordsTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            en | twenty-five invoices | 25
            en | two hundred and fifty thousand people | 250000
            en | two, three or four | 2 3 4
            en | one of them, a hundred times | ""
            de | fünfundzwanzig und einunddreißig | 25 31
            de | zweihundertfünfzig von tausendzwölf | 250 1012
            de | ein Hund und eine Katze | ""
            fr | quatre-vingt-dix-sept | 97
            fr | soixante et onze, puis vingt et un | 71 21
            fr | deux cent cinquante | 250
            es | treinta y dos, veinticinco | 32 25
            es | dos mil quinientos y ciento veinte | 2000 120
            it | venticinque | ""
            """)
    void readsWhatIsSpelledOut(String language, String text, String expected) {
        assertThat(NumberWords.in(text, language))
                .containsExactlyElementsOf(Arrays.stream(expected.split(" "))
                        .filter(number -> !number.isEmpty())
                        .map(Long::valueOf)
                        .toList());
    }
}
