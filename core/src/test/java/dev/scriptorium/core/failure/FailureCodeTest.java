package dev.scriptorium.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureCodeTest {

    @ParameterizedTest
    @EnumSource
    void isDocumentedAsItIs(FailureCode code) throws IOException {
        assertThat(Files.readString(Path.of("../docs/failures.md")))
                .contains("| `%s` | %d | %s |".formatted(code, code.httpStatus(), code.meaning()));
    }

    @ParameterizedTest
    @EnumSource
    void isRetriedUnlessTheUserIsToBlame(FailureCode code) {
        assertThat(code.retryable()).isEqualTo(code.blame() != Blame.USER);
    }

    @Test
    void isFoundBehindOtherExceptions() {
        FailureException failure = new FailureException(FailureCode.EMPTY_TEXT, "no text");

        assertThat(FailureException.of(new IllegalStateException("wrapped", failure)))
                .isSameAs(failure);
        assertThat(FailureException.of(new IllegalStateException("bare")).code())
                .isEqualTo(FailureCode.INTERNAL);
    }
}
