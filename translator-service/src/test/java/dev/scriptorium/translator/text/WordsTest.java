package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @Test
    void countsCharactersWhereAScriptHasNoSpaces() {
        assertThat(Words.of("Das GDPR-Gesetz, l’été: 数据 и 3 слова"))
                .containsExactly("das", "gdpr", "gesetz", "l’été", "数", "据", "и", "слова");
    }

    @ParameterizedTest
    @CsvSource({"de,de", "de-AT,de", "DE,de", "zh_Hans,zh", "'',''", "' en ',en"})
    void takesTheLanguageAlone(String tag, String language) {
        assertThat(Languages.primary(tag)).isEqualTo(language);
    }
}
