package dev.scriptorium.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final JobId JOB = new JobId(new UUID(1, 2));

    @Test
    void readsWhatItWrites() {
        Cursor cursor = new Cursor(JOB, 1_000);

        assertThat(Cursor.decode(cursor.encode(), JOB)).isEqualTo(cursor);
    }

    @Test
    void refusesACursorOfAnotherJob() {
        String foreign = new Cursor(new JobId(new UUID(3, 4)), 1).encode();

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> Cursor.decode(foreign, JOB))
                .returns(FailureCode.BAD_REQUEST, FailureException::code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "MDAwMDAwMDAtMDAwMC0wMDAxLTAwMDAtMDAwMDAwMDAwMDAyLy0x", "%00"})
    void refusesWhatIsNoCursor(String text) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> Cursor.decode(text, JOB))
                .returns(FailureCode.BAD_REQUEST, FailureException::code);
    }
}
