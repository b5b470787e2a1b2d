package dev.scriptorium.translator.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureException;
import org.junit.jupiter.api.Test;

class RequestNameTest {

    @Test
    void dividesARequestId() {
        assertThat(RequestName.parse("task-1/12/retry-pivot/3"))
                .isEqualTo(new RequestName("task-1/12", "retry-pivot/3"));
    }

    @Test
    void refusesWhatIsNone() {
        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> RequestName.parse("task-1"));
        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> RequestName.parse("/0/translate/0"));
    }
}
