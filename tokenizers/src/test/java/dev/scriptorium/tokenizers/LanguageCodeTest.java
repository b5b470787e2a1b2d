package dev.scriptorium.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageCodeTest {

    @ParameterizedTest
    @CsvSource({
        "en, en, ''",
        "deu, de, ''",
        "de_DE, de, ''",
        "en_XX, en, ''",
        "eng_Latn, en, Latn",
        "zho_Hant, zh, Hant",
        "cmn_Hans, zh, Hans",
        "zh-hant, zh, Hant",
        "swh_Latn, sw, Latn",
        "ceb_Latn, ceb, Latn",
        "iw, he, ''",
        "heb, he, ''"
    })
    void readsTheNamesThatModelsUse(String name, String language, String script) {
        assertThat(LanguageCode.of(name)).contains(new LanguageCode(language, script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "english", "12", ">>deu<<"})
    void readsNothingElse(String name) {
        assertThat(LanguageCode.of(name)).isEmpty();
    }

    @Test
    void findsTheModelsNameOfALanguage() {
        List<String> names = List.of("zho_Hant", "zho_Hans", "deu_Latn", "nob_Latn", "srp_Cyrl");

        assertThat(LanguageCode.among(names, "zh")).contains("zho_Hans");
        assertThat(LanguageCode.among(names, "zh_Hant")).contains("zho_Hant");
        assertThat(LanguageCode.among(names, "zho_Hant")).contains("zho_Hant");
        assertThat(LanguageCode.among(names, "de")).contains("deu_Latn");
        assertThat(LanguageCode.among(names, "no")).contains("nob_Latn");
        assertThat(LanguageCode.among(names, "sr-Latn")).isEmpty();
        assertThat(LanguageCode.among(names, "fr")).isEmpty();
    }
}
