package dev.scriptorium.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuardedBodyTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private Instant now = Instant.EPOCH;

    @Test
    void givesABodyOfTheLimitAndRefusesOneByteMore() throws IOException {
        assertThat(body(new byte[1000]).readAllBytes()).hasSize(1000);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> body(new byte[1001]).readAllBytes())
                .returns(FailureCode.REQUEST_TOO_LARGE, FailureException::code)
                .withMessageContaining("1000B");
    }

    @Test
    void stopsAtTheFirstByteTooManyWithoutReadingTheRest() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> new GuardedBody(endless, new DataSize(1000), () -> now, HOUR).readAllBytes())
                .returns(FailureCode.REQUEST_TOO_LARGE, FailureException::code);
    }

    @Test
    void givesABodyAtItsDeadlineAndRefusesOneThatIsLater() {
        InputStream body = body(new byte[10]);

        now = now.plus(HOUR);
        assertThat(read(body)).isZero();
        now = now.plusMillis(1);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read(body))
                .returns(FailureCode.REQUEST_TIMEOUT, FailureException::code);
    }

    @Test
    void blamesTheClientForAConnectionThatBreaks() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }
        };

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read(new GuardedBody(broken, new DataSize(10), () -> now, HOUR)))
                .returns(FailureCode.BAD_REQUEST, FailureException::code);
    }

    private InputStream body(byte[] bytes) {
        return new GuardedBody(new ByteArrayInputStream(bytes), new DataSize(1000), () -> now, HOUR);
    }

    private static int read(InputStream body) {
        try {
            return body.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
