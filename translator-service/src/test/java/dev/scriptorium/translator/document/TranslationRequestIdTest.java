package dev.scriptorium.translator.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureException;
import org.junit.jupiter.api.Test;

class TranslationRequestIdTest {

    @Test
    void dividesARequestId() {
        assertThat(TranslationRequestId.parse("task-1/12/retry-pivot/3"))
                .isEqualTo(new TranslationRequestId("task-1/12", "retry-pivot/3"));
    }

    @Test
    void refusesWhatIsNone() {
        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> TranslationRequestId.parse("task-1"));
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> TranslationRequestId.parse("/0/translate/0"));
    }
}
