package dev.scriptorium.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowRequestIdTest {

    @Test
    void isReadAsItIsWritten() {
        var id = new WindowRequestId("task", 3, "embed", 14);

        assertThat(id).hasToString("task/3/embed/14");
        assertThat(WindowRequestId.parse("task/3/embed/14", "embed")).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "task/3/classify/14", "task/3/embed", "task/3/embed/14/1", "task/x/embed/14", "task/3/embed/"
            })
    void anotherStagesIdIsNone(String id) {
        assertThat(WindowRequestId.parse(id, "embed")).isEmpty();
    }
}
