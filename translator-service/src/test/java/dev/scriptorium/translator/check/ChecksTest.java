package dev.scriptorium.translator.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.translator.text.SourceText;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChecksTest {

    private static final Pattern SPANS = Pattern.compile("https?://\\S+\\w|\\S+@\\S+\\w|\\{\\w*\\}|%\\w|`[^`]+`");

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | The fee is 1,234.50 euros. | Die Gebühr beträgt 1.234,50 Euro.
                    en | de | The fee is 1,234.50 euros. | Die Gebühr beträgt 1234,5 Euro.
                    de | en | Der Umsatz stieg um 12,5 Prozent auf 3.400.000 Euro. | Revenue rose by 12.5 percent to 3,400,000 euros.
                    en | fr | More than 12,000 people came. | Plus de 12 000 personnes sont venues.
                    en | de | The train leaves at 3:30 pm. | Der Zug fährt um 15:30 Uhr ab.
                    en | de | The train leaves at 10:30. | Der Zug fährt um 10.30 Uhr ab.
                    en | de | We meet at 3 pm. | Wir treffen uns um 15 Uhr.
                    en | de | The contract was signed on May 12, 2024. | Der Vertrag wurde am 12.05.2024 unterzeichnet.
                    en | de | Due date: 2024-05-12 | Fälligkeitsdatum: 12.05.2024
                    en | de | The three of them waited 2 hours. | Die drei warteten zwei Stunden.
                    en | de | About 20 guests arrived. | Etwa zwanzig Gäste kamen an.
                    fr | en | Une vingtaine de personnes. | About 20 people.
                    en | es | It costs $5. | Cuesta 5 $.
                    en | de | Version 2.1 is out. | Version 2.1 ist erschienen.
                    en | de | He was born in the 1980s. | Er wurde in den 1980er Jahren geboren.
                    en | ar | There are 15 rooms. | هناك ١٥ غرفة.
                    """)
    void acceptsNumbersInTheFormOfTheOtherLanguage(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).isEmpty();
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | The fee is 1,234.50 euros. | Die Gebühr beträgt 1.243,50 Euro.
                    en | de | Revenue was 1,350,000 euros. | Der Umsatz betrug 1.350.0000 Euro.
                    en | de | It grew by 1.5 percent last year. | Es wuchs im letzten Jahr um 15 Prozent.
                    en | de | Take 5 mg daily. | Nehmen Sie täglich 7 mg ein.
                    en | de | Founded in 1987 in Leipzig. | In Leipzig gegründet.
                    en | de | Founded in Leipzig. | 1987 in Leipzig gegründet.
                    en | de | The train leaves at 3:30 pm. | Der Zug fährt um 15:40 Uhr ab.
                    en | de | Due date: 2024-05-12 | Fälligkeitsdatum: 13.05.2024
                    de | en | Der Anteil sank auf 12,5 Prozent. | The share fell to a few percent.
                    """)
    void findsNumbersThatChanged(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).containsExactly(TranslationFlag.TRANSLATION_FLAG_NUMBERS);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    Write to info@example.org today.    | Schreiben Sie heute an info@beispiel.org.
                    See https://example.org/a for more. | Mehr dazu unter https://example.org/ein.
                    Hello {name}, welcome back!         | Hallo {Name}, willkommen zurück!
                    Deleted %d files of %d.             | %d Dateien gelöscht.
                    Run `make clean` before the build.  | Führen Sie vor dem Build `sauber machen` aus.
                    """)
    void findsSpansThatWereNotKept(String text, String translation) {
        assertThat(flags("en", "de", text, translation)).containsExactly(TranslationFlag.TRANSLATION_FLAG_PLACEHOLDERS);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    See https://example.org/2024/05 for more. | Mehr unter https://example.org/2024/05.
                    Deleted %d files of %d.                   | %d von %d Dateien gelöscht.
                    Hello {name}, welcome back!               | Hallo {name}, willkommen zurück!
                    """)
    void acceptsSpansThatWereKept(String text, String translation) {
        assertThat(flags("en", "de", text, translation)).isEmpty();
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | The committee approved the budget after a long debate about schools. | Das Budget.
                    en | de | Thank you. | Vielen Dank für Ihre Aufmerksamkeit und bis zum nächsten Mal in unserem Haus.
                    en | zh | The committee approved the budget after a long debate about schools and the roads that lead to the town. | 委员会。
                    """)
    void findsTranslationsThatAreFarTooShortOrLong(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation))
                .containsExactly(TranslationFlag.TRANSLATION_FLAG_LENGTH_RATIO);
    }

    @ParameterizedTest(name = "{1}>{3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | The committee approved the budget after a long debate. | zh | 经过长时间辩论,委员会批准了预算。
                    zh | 经过长时间辩论,委员会批准了预算。 | en | The committee approved the budget after a long debate.
                    en | Yes. | de | Ja.
                    en | Data protection officer | de | Datenschutzbeauftragter
                    de | Donaudampfschifffahrtsgesellschaft | en | Danube Steamship Company
                    en | The committee approved the budget. | ru | Комитет утвердил бюджет.
                    """)
    void acceptsTheUsualLengths(String source, String text, String target, String translation) {
        assertThat(flags(source, target, text, translation)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("loops")
    void findsLoops(String text, String translation) {
        assertThat(flags("en", "de", text, translation)).contains(TranslationFlag.TRANSLATION_FLAG_REPETITION);
    }

    static Stream<Arguments> loops() {
        return Stream.of(
                Arguments.of(
                        "The weather was nice on that day in May.", "Das Wetter war war war war schön an dem Tag."),
                Arguments.of("Write to us, we are glad to help you.", "Schreiben Sie unssssssss, wir helfen gern."),
                Arguments.of(
                        "See the page of the association for more.", "Siehe die Seite verein.org.org.org.org dazu."),
                Arguments.of(
                        "The weather was nice on that day, and the whole town was out in the streets.",
                        "Das Wetter war schön, das Wetter war schön, das Wetter war schön, das Wetter war schön."));
    }

    @Test
    void acceptsWhatTheSourceRepeats() {
        assertThat(flags(
                        "en",
                        "de",
                        "Na na na na na na, hey hey, goodbye.",
                        "Na na na na na na, hey hey, auf Wiedersehen."))
                .isEmpty();
        assertThat(flags(
                        "en",
                        "de",
                        "It cost 1,000,000,000 dollars, hahaha.",
                        "Es kostete 1.000.000.000 Dollar, hahaha."))
                .isEmpty();
        assertThat(flags("en", "de", "Signed: ................ (date)", "Gezeichnet: ................ (Datum)"))
                .isEmpty();
        assertThat(flags("en", "de", "It was a very, very, very long day.", "Es war ein sehr, sehr, sehr langer Tag."))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | The council meets on Tuesday. | The council meets on Tuesday.
                    en | de | The council of the town meets on Tuesday and that is final. | The council of the city meets on Tuesday and that is the end.
                    de | fr | Der Rat der Stadt tagt und das ist nicht neu. | Der Rat der Stadt ist und das nicht neu.
                    en | ru | The council meets on Tuesday in the town hall. | The council sitzt am Tuesday im town hall.
                    """)
    void findsWhatIsNotInTheTargetLanguage(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).containsExactly(TranslationFlag.TRANSLATION_FLAG_LANGUAGE);
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | Berlin, Paris, London | Berlin, Paris, London
                    en | de | The film "Gone with the Wind" is known to all of the world. | Der Film „Gone with the Wind“ ist auf der ganzen Welt bekannt.
                    es | it | La reunión del comité es el martes. | La riunione del comitato è martedì.
                    en | ru | See https://example.org/a-rather-long-address/of-a-page for the report of the year. | Отчёт за год: https://example.org/a-rather-long-address/of-a-page
                    """)
    void acceptsNamesAndTitlesInAnotherLanguage(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).isEmpty();
    }

    @Test
    void takesAnEmptyTranslationForAFailure() {
        assertThat(flags("en", "de", "Hello.", " ")).containsExactly(TranslationFlag.TRANSLATION_FLAG_FAILED);
    }

    @Test
    void saysWhenTheLengthLimitEndedIt() {
        var attempt = new Attempt(SourceText.of("Hello.", List.of()), "Hallo.", "en", "de", true);

        assertThat(Checks.flags(attempt)).containsExactly(TranslationFlag.TRANSLATION_FLAG_TRUNCATED);
    }

    private static List<TranslationFlag> flags(String source, String target, String text, String translation) {
        List<ProtectedSpan> spans = SPANS.matcher(text)
                .results()
                .map(span -> ProtectedSpan.newBuilder()
                        .setKind(ProtectedSpan.Kind.KIND_CODE)
                        .setStart(span.start())
                        .setEnd(span.end())
                        .build())
                .toList();
        return Checks.flags(new Attempt(SourceText.of(text, spans), translation, source, target, false));
    }
}
