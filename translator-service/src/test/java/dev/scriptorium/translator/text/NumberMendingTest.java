package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberMendingTest {

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            de | en | 2.200.112 Tonnen | 2.200.112 tonnes | 2,200,112 tonnes
            de | en | Das kostet 1.500 Euro. | It costs 1.500 euros. | It costs 1,500 euros.
            de | en | Der Betrag ist 12.345,67 Euro. | The amount is 12.345,67 euros. | The amount is 12,345.67 euros.
            de | en | Die Länge beträgt 2,5 Meter. | The length is 2,5 metres. | The length is 2.5 metres.
            en | fr | It costs 1,500 euros. | Cela coûte 1,500 euros. | Cela coûte 1\u202f500 euros.
            en | es | The amount is 12,345.67 euros. | El importe es de 12,345.67 euros. | El importe es de 12.345,67 euros.
            en | de | The length is 2.5 metres. | Die Länge ist 2.5 Meter. | Die Länge ist 2,5 Meter.
            es | en | Tenemos 12.500 clientes. | We have 12.500 customers. | We have 12,500 customers.
            en | de | The balance is −5 dollars. | Der Saldo ist 5 Dollar. | Der Saldo ist −5 Dollar.
            en | fr | It was −8 degrees. | C'était 8 degrés. | C'était −8 degrés.
            de | en | 1.500 Euro und 1.500 Gäste | 1.500 euros and 1.500 guests | 1,500 euros and 1,500 guests
            """)
    void writesNumbersAsTheTargetLanguageDoes(String from, String to, String text, String written, String expected) {
        assertThat(mended(from, to, text, written)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}>{1} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            de | en | Version 1.024 ist neu. | Version 1.024 is new.
            en | de | Chapter 3.2.1 describes it. | Kapitel 3.2.1 beschreibt es.
            de | en | Das kostet 1.500 Euro. | It costs 1500 euros.
            en | de | It costs 1,500 euros. | Es kostet 1.500 Euro.
            en | de | It was minus 8 degrees. | Es waren minus 8 Grad.
            """)
    void leavesWhatIsRight(String from, String to, String text, String written) {
        assertThat(mended(from, to, text, written)).isEqualTo(written);
    }

    private static String mended(String from, String to, String text, String written) {
        return NumberMending.mend(SourceText.of(text, List.of()).between(from, to), written, from, to);
    }
}
