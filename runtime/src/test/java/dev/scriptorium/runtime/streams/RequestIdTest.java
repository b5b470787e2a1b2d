package dev.scriptorium.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @Test
    void isReadAsItIsWritten() {
        var id = new RequestId("task", 3, "embed", 14);

        assertThat(id).hasToString("task/3/embed/14");
        assertThat(RequestId.parse("task/3/embed/14", "embed")).contains(id);
        assertThat(id.stateKey()).isEqualTo("task/3").isEqualTo(RequestId.stateKey("task", 3));
        assertThat(id.name()).isEqualTo("embed/14");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/3/embed/14",
                "task/3//14",
                "task/3/classify/14",
                "task/3/embed",
                "task/3/embed/14/1",
                "task/x/embed/14",
                "task/3/embed/"
            })
    void anotherStagesIdIsNone(String id) {
        assertThat(RequestId.parse(id, "embed")).isEmpty();
    }
}
