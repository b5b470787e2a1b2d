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

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | Pay $5, not €5. | Zahlen Sie 5 $, nicht 5 €.
                    en | de | It costs €99. | Es kostet 99 Euro.
                    de | en | Es kostet 99 €. | It costs EUR 99.
                    en | fr | It costs 5 dollars. | Cela coûte 5 $.
                    en | de | Heat it to 80 °C. | Auf 80 Grad Celsius erhitzen.
                    en | es | It grew by 5 %. | Creció un 5 por ciento.
                    en | de | It was −8 degrees. | Es waren -8 Grad.
                    en | de | It was -8 degrees. | Es waren minus 8 Grad.
                    en | de | Add 5 mg, not 5 g. | 5 mg hinzufügen, nicht 5 g.
                    en | de | It took 5 hours. | Es dauerte 5 Stunden.
                    en | de | Add ½ cup. | Fügen Sie 1/2 Tasse hinzu.
                    en | de | It cost $1.5 million. | Es kostete 1,5 Millionen Dollar.
                    en | de | See pages 10-20. | Siehe Seiten 10-20.
                    """)
    void acceptsAmountsInTheFormOfTheOtherLanguage(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).isEmpty();
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | Pay $5, not €5. | Zahlen Sie $5, nicht.
                    en | de | The fee is €7 per month. | Die Gebühr ist pro Monat.
                    de | en | Es kostet 99 €. | It costs 99 ON.
                    fr | en | Cela coûte 99 €. | This costs 99 actually.
                    en | de | Select ½ in the menu. | Wählen Sie 12 im Menü.
                    es | en | Cuesta 99 €. | It costs $99.
                    en | de | Heat it to 80 °C. | Auf 80 °F erhitzen.
                    en | de | Add 5 mg, not 5 g. | 5 mg hinzufügen, nicht 5.
                    en | de | The balance is −5 dollars. | Der Saldo ist 5 Dollar.
                    en | fr | It was −8 degrees. | C'était 8 degrés.
                    de | es | Es waren -3 Grad. | Hacía 3 grados.
                    en | de | It took 5 hours. | Es dauerte 5 Minuten.
                    en | fr | It grew by 5 %. | Il a augmenté de 5 points.
                    de | en | Das kostet 1.500 Euro. | It costs 1.500 euros.
                    """)
    void findsAmountsThatChanged(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).containsExactly(TranslationFlag.TRANSLATION_FLAG_NUMBERS);
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | Twenty people came. | Zwanzig Menschen kamen.
                    en | de | Twenty people came. | 20 Menschen kamen.
                    de | en | Es waren fünfundzwanzig Gäste da. | There were twenty-five guests.
                    fr | es | Il y a quatre-vingt-dix-sept pages. | Hay noventa y siete páginas.
                    es | de | Llegaron treinta y un invitados. | Es kamen einunddreißig Gäste.
                    en | fr | It has two hundred and fifty pages. | Il a deux cent cinquante pages.
                    en | de | One of the three came. | Einer der drei kam.
                    en | es | It was built in the 18th century. | Se construyó en el siglo XVIII.
                    fr | en | Il date du XVe siècle. | It is from the 15th century.
                    en | es | It moves at eleven kph. | Se mueve a 11 km/h.
                    en | fr | Only one percent came. | Seul 1 % est venu.
                    en | de | Both of them came. | Alle zwei kamen.
                    """)
    void acceptsNumbersThatAreSpelledOut(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).isEmpty();
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | Twenty people came. | Drei Menschen kamen.
                    en | de | We sent twenty-five invoices and 25 orders. | Wir haben 25 Aufträge gesendet.
                    de | en | Es kamen einundzwanzig Gäste. | There came thirty-one guests.
                    fr | en | Il y a soixante-douze pages. | There are sixty pages.
                    es | de | Hay cuarenta y dos pruebas. | Es gibt viele Tests.
                    en | de | The three of them came. | Die zwei kamen.
                    """)
    void findsNumberWordsThatChanged(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).containsExactly(TranslationFlag.TRANSLATION_FLAG_NUMBERS);
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | es | I love dogs 🐶 | Me encantan los perros
                    en | de | The family 👨‍👩‍👧 is here. | Die Familie 👨 ist hier.
                    de | en | Klicken Sie auf Datei → Speichern. | Click File Save.
                    en | de | Acme™ is here. | AcmeTM ist hier.
                    en | de | Mr Søren signed the contract. | Herr Sren hat den Vertrag unterschrieben.
                    fr | de | Le contrat de Łukasz est signé. | Der Vertrag von ukasz ist unterschrieben.
                    en | de | He said привет to all of us. | Er sagte uns allen.
                    en | fr | The term x² is positive. | Le terme x2 est positif.
                    """)
    void findsSymbolsAndForeignLettersThatAreLost(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).containsExactly(TranslationFlag.TRANSLATION_FLAG_SYMBOLS);
    }

    @Test
    void acceptsLettersThatAreChangedRightly() {
        assertThat(flags("en", "de", "The café in Zürich is “open”…", "Das Café in Zürich ist „offen“ ..."))
                .isEmpty();
        assertThat(flags("en", "ru", "He said привет to all.", "Он сказал всем привет."))
                .isEmpty();
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
                    en | de | The committee approved the budget after a long debate about schools, and the mayor thanked all of the members. | Der Ausschuss billigte das Budget nach einer Debatte.
                    es | fr | El comité aprobó el presupuesto después de un largo debate sobre las escuelas y los caminos de la ciudad. | Le comité a approuvé le budget après un débat.
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
                    en | de | is the end | is the end
                    de | en | Bitte zahlen Sie die fällige Rechnung der letzten Woche. | Please zahlen fällige Rechnung letzten Woche.
                    """)
    void findsWhatIsNotInTheTargetLanguage(String source, String target, String text, String translation) {
        assertThat(flags(source, target, text, translation)).containsExactly(TranslationFlag.TRANSLATION_FLAG_LANGUAGE);
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    en | de | Berlin, Paris, London | Berlin, Paris, London
                    en | de | The film "Gone with the Wind" is known to all of the world. | Der Film „Gone with the Wind“ ist auf der ganzen Welt bekannt.
                    en | de | Look at the files usr/share/modes/classic and usr/share/modes/initial for this. | Siehe die Dateien usr/share/modes/classic und usr/share/modes/initial.
                    de | en | Verbinden Sie sich mit dem Server von GNOME mit Polari oder HexChat. | To connect to the GNOME server, use Polari or HexChat.
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
        return Checks.flags(
                new Attempt(SourceText.of(text, spans).between(source, target), translation, source, target, false));
    }
}
