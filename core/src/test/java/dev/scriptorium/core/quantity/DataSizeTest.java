package dev.scriptorium.core.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

    @ParameterizedTest
    @CsvSource({"0B, 0", "512B, 512", "64KiB, 65536", "40MiB, 41943040", "5 GiB, 5368709120"})
    void readsANumberWithItsUnit(String text, long bytes) {
        assertThat(DataSize.parse(text).toBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "40", "40MB", "-1B", "1.5GiB", "40mib"})
    void refusesOtherForms(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse(text));
    }

    @Test
    void writesTheLargestUnitThatIsExact() {
        assertThat(new DataSize(41943040)).hasToString("40MiB");
        assertThat(new DataSize(41943041)).hasToString("41943041B");
    }
}
