package dev.scriptorium.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentIdTest {

    @Test
    void isOrderedAsInTheDocument() {
        assertThat(Stream.of("10.0", "2.10", "2.9")
                        .map(SegmentId::parse)
                        .sorted()
                        .map(SegmentId::toString))
                .containsExactly("2.9", "2.10", "10.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3.", ".3", "-1.0", "a.b", "1.2.3"})
    void refusesWhatIsNoSegmentId(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SegmentId.parse(text));
    }
}
