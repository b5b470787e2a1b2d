package dev.scriptorium.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrespondenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Read {0} today. | Read https://a.example today. | {0} | https://a.example",
                "Read {0} today. | Read https://a.example today. | today | today",
                "the  big house | The big HOUSE | house | HOUSE",
                "straße bauen | STRASSE BAUEN | bauen | BAUEN",
                "1.5 kg of salt | 1,5 kg of salt | 1.5 | 1,5",
                "a b c d | a x c d | b | x",
            })
    void findsAStretchInTheOtherForm(String from, String to, String stretch, String expected) {
        Correspondence forms = Correspondence.of(from, to);

        int start = from.indexOf(stretch);
        String found = to.substring(forms.start(start), forms.end(start + stretch.length()));

        assertThat(found.strip()).isEqualTo(expected);
    }

    @Test
    void everyStretchOfAnyTwoTextsIsAStretch() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            String from = text(random);
            String to = text(random);

            Correspondence forms = Correspondence.of(from, to);

            for (int start = 0; start < from.length(); start++) {
                for (int end = start + 1; end <= from.length(); end++) {
                    assertThat(forms.start(start)).as("%s to %s", from, to).isBetween(0, to.length());
                    assertThat(forms.end(end)).isBetween(forms.start(start), to.length());
                }
            }
        }
    }

    @Test
    void aTextCorrespondsToItself() {
        String text = "Der Preis: 12,50 € – „günstig“, 東京。";

        Correspondence forms = Correspondence.of(text, text);

        for (WordRange word : WordRange.of(text)) {
            assertThat(forms.start(word.start())).isEqualTo(word.start());
            assertThat(forms.end(word.end())).isEqualTo(word.end());
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append("ab  .,ß{0}".charAt(random.nextInt(10)));
        }
        return text.toString();
    }
}
