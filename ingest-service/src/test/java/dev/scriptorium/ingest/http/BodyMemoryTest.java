package dev.scriptorium.ingest.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private static final int KIBIBYTE = 1024;
    private final BodyMemory memory = new BodyMemory(10 * KIBIBYTE);

    @Test
    void reservesAllThereIsAndRefusesOneMore() {
        BodyMemory.Reserved all = memory.reserve(10 * KIBIBYTE);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> memory.reserve(1))
                .returns(FailureCode.OVERLOADED, FailureException::code);

        all.close();
        assertThatCode(() -> memory.reserve(1).close()).doesNotThrowAnyException();
    }

    @Test
    void givesAllToARequestThatIsLargerThanAllThereIs() {
        BodyMemory.Reserved all = memory.reserve(Long.MAX_VALUE / 2);

        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> memory.reserve(1));
        all.close();
        memory.reserve(10 * KIBIBYTE).close();
    }
}
