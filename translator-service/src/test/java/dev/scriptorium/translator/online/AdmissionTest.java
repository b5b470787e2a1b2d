package dev.scriptorium.translator.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Duration TIME = Duration.ofSeconds(30);

    private final TestClock clock = new TestClock();
    private final Admission admission = new Admission(1_000, clock);

    @Test
    void admitsWhatCanBeDoneInItsTimeAndNotOneCharacterMore() {
        assertThatCode(() -> admission.admit(30_000, TIME).answered(0)).doesNotThrowAnyException();
        rejects(FailureCode.LIMIT_EXCEEDED, 30_001, TIME);
    }

    @Test
    void admitsASmallCallWhateverItsTime() {
        assertThatCode(() -> admission.admit(2_000, Duration.ofSeconds(1))).doesNotThrowAnyException();
        rejects(FailureCode.LIMIT_EXCEEDED, 2_001, Duration.ofSeconds(2));
    }

    @Test
    void countsWhatOthersWaitFor() {
        Admission.Admitted first = admission.admit(20_000, TIME);
        clock.advance(Duration.ofSeconds(1));

        assertThatCode(() -> admission.admit(10_000, TIME).answered(0)).doesNotThrowAnyException();
        rejects(FailureCode.OVERLOADED, 10_001, TIME);
        first.ended();
        first.answered(20_000);
        assertThatCode(() -> admission.admit(20_000, TIME)).doesNotThrowAnyException();
    }

    @Test
    void learnsHowFastLargeCallsAreAnswered() {
        for (int i = 0; i < 30; i++) {
            Admission.Admitted call = admission.admit(10_000, TIME);
            clock.advance(Duration.ofSeconds(5));
            call.answered(10_000);
        }

        assertThatCode(() -> admission.admit(59_000, TIME).answered(0)).doesNotThrowAnyException();
        rejects(FailureCode.LIMIT_EXCEEDED, 61_000, TIME);
    }

    @Test
    void expectsLessAfterACallThatEndedWithoutAnAnswer() {
        Admission.Admitted call = admission.admit(30_000, TIME);
        clock.advance(TIME);
        call.ended();

        rejects(FailureCode.LIMIT_EXCEEDED, 26_000, TIME);
        assertThatCode(() -> admission.admit(25_000, TIME)).doesNotThrowAnyException();
    }

    private void rejects(FailureCode code, long characters, Duration time) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> admission.admit(characters, time))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static final class TestClock extends Clock {

        private Instant now = Instant.EPOCH;

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("time here has no zone");
        }
    }
}
