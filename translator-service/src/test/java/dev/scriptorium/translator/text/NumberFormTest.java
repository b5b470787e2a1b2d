package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFormTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            en | de | 1,234.5       | 1.234,5
            en | de | 1,234         | 1.234
            en | es | 12,345,678.90 | 12.345.678,90
            en | fr | 1,234.5       | 1\u202f234,5
            de | en | 1.234,5       | 1,234.5
            de | en | 1,5           | 1.5
            de | en | 1.234.567     | 1,234,567
            fr | en | 1\u00a0234,5  | 1,234.5
            fr | de | 12\u202f345,6 | 12.345,6
            de | fr | 1.234,5       | 1\u202f234,5
            """)
    void isWrittenAsTheTargetLanguageDoes(String from, String to, String number, String expected) {
        assertThat(NumberForm.rewritten(number, false, from, to)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | de | 1.5
            en | de | 10.4.2
            en | de | 1,23
            en | de | 12,34,567
            en | de | 05/12/2024
            en | de | 2024-05-12
            en | de | 12:30
            en | de | 192.168.100.200
            en | de | 1998
            de | en | 1.234
            de | en | 12.05.2024
            de | en | 192.168.100.200
            de | en | 1.234,5,6
            en | ja | 1,234.5
            fi | en | 1,5
            de | es | 1.234,5
            en | en | 1,234.5
            """)
    void staysWhereItMayBeSomethingElseOrIsWrittenAlike(String from, String to, String number) {
        assertThat(NumberForm.rewritten(number, false, from, to)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            de | en | 1.500     | 1,500
            de | fr | 1.500     | 1\u202f500
            es | en | 783.562   | 783,562
            en | de | 2.5       | 2,5
            en | es | 3.75      | 3,75
            fr | en | "12 500"  | 12,500
            en | de | 2.5.1     | 2.5.1
            de | en | 12.5.2024 | 12.5.2024
            """)
    void ofAnAmountIsNoVersion(String from, String to, String number, String expected) {
        assertThat(NumberForm.rewritten(number, true, from, to)).isEqualTo(expected);
    }
}
