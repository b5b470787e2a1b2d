package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvBlocksTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "'a,b\nc,d' => ,",
                "'a;b\n1,5;2,5\n3,5;4,5' => ;",
                "'a|b\nc|d' => |",
                "'one column\nonly' => ,",
                "'' => ,"
            })
    void findsTheSeparator(String text, char separator) {
        assertThat(CsvBlocks.separator(text)).isEqualTo(separator);
    }
}
