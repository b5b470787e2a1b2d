package dev.scriptorium.tokenizer.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageDetectorTest {

    private static final LanguageDetector DETECTOR =
            new LanguageDetector(Set.of("en", "de", "fr", "es"), Set.of("it", "pt", "nl", "sv", "fi", "pl"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | The committee approved the annual budget on Monday after a long debate.
            de | Der Ausschuss hat den Haushalt am Montag nach langer Debatte beschlossen.
            fr | Le comité a approuvé le budget annuel lundi après un long débat.
            es | El comité aprobó el presupuesto anual el lunes tras un largo debate.
            en | Quarterly revenue grew faster than analysts expected
            de | Quartalsumsatz wächst stärker als von Analysten erwartet
            """)
    void recognisesAServedLanguage(String language, String text) {
        assertThat(DETECTOR.detect(text)).isEqualTo(new Guess.Served(language));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "市議会は月曜日に年間予算を承認した。",
                "Совет утвердил бюджет.",
                "وافق المجلس على الميزانية السنوية",
                "Kaupunginvaltuusto hyväksyi maanantaina talousarvion pitkän keskustelun jälkeen.",
                "A comissão aprovou na segunda-feira o orçamento anual depois de um longo debate.",
                "Il comitato ha approvato il bilancio annuale lunedì dopo un lungo dibattito.",
                "De commissie heeft maandag de jaarlijkse begroting goedgekeurd na een lang debat."
            })
    void pretendsNoServedLanguage(String text) {
        assertThat(DETECTOR.detect(text)).isEqualTo(Guess.NOT_SERVED);
        assertThat(DETECTOR.likeliest(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345 67.89 %", "...", "\0\0", "OK", "Total"})
    void doesNotGuessFromNextToNothing(String text) {
        assertThat(DETECTOR.detect(text)).isEqualTo(Guess.NO_IDEA);
    }

    @ParameterizedTest
    @CsvSource({"en,Hello world", "de,Guten Morgen", "fr,Bonjour", "en,The invoice", "'',12345"})
    void namesTheLikeliestForAShortTextOnItsOwn(String language, String text) {
        assertThat(DETECTOR.likeliest(text)).isEqualTo(language);
    }

    @Test
    void readsTheBeginningOnly() {
        String english = "This is what the report says about it, and that is all. ".repeat(10);

        assertThat(DETECTOR.detect(english + "Der Ausschuss hat den Haushalt beschlossen. ".repeat(1000)))
                .isEqualTo(new Guess.Served("en"));
    }

    @Test
    void refusesWhatIsNoLanguage() {
        assertThatThrownBy(() -> new LanguageDetector(Set.of("en", "xx"), Set.of()))
                .hasMessageContaining("xx");
    }
}
