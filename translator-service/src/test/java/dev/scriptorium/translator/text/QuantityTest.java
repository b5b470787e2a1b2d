package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            en | Pay $5 now. | $5
            en | Pay US$ 1,234.50 now. | US$ 1,234.50
            de | Es kostet 1.234,56 € jetzt. | 1.234,56 €
            en | The balance is −5 dollars. | −5
            en | It fell by -$5 today. | -$5
            en | Heat it to 80 °C now. | 80 °C
            en | It has 20 m² here. | 20 m²
            en | Add 2½ cups. | 2½
            fr | Un gain de 5 % net. | 5 %
            en | A file of 5kB here. | 5kB
            en | CHF 20 are due. | CHF 20
            """)
    void isOneStretchWithItsSignAndUnit(String language, String text, String expected) {
        Quantity quantity = Quantity.in(text, language, List.of()).getFirst();

        assertThat(text.substring(quantity.start(), quantity.end())).isEqualTo(expected);
        assertThat(quantity.isMoreThanANumber()).isTrue();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            en | See pages 10-20.
            en | In the 1980s it rained.
            en | We met 5 times.
            de | Im Jahr 2024 war es so.
            """)
    void isANumberAloneWhereNothingBelongsToIt(String language, String text) {
        assertThat(Quantity.in(text, language, List.of())).noneMatch(Quantity::isMoreThanANumber);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            de | Das kostet 1.500 Euro. | true
            de | Die Stadt hat 783.562 Einwohner. | true
            de | Version 1.024 ist neu. | false
            es | Tenemos 12.500 clientes. | true
            es | La versión 1.024 funciona. | false
            en | The length is 2.5 metres. | true
            en | It grew by 3.75 percent. | true
            en | It cost 1.5 million. | true
            en | Install Ubuntu 20.04 packages. | false
            en | Chapter 3.2 describes it. | false
            en | Upgrade from 2.5 to 2.6. | false
            """)
    void isCertainToBeAnAmountWhereSomethingIsCounted(String language, String text, boolean certain) {
        assertThat(Quantity.in(text, language, List.of()).getFirst().certain()).isEqualTo(certain);
    }
}
