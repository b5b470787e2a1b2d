package dev.scriptorium.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallContextTest {

    @Test
    void readsTheTimeoutOfTheProtocol() {
        assertThat(CallContext.timeout("300m")).contains(Duration.ofMillis(300));
        assertThat(CallContext.timeout("14820578u")).contains(Duration.ofNanos(14_820_578_000L));
        assertThat(CallContext.timeout("2H")).contains(Duration.ofHours(2));
    }

    @Test
    void passesOverWhatIsNone() {
        assertThat(CallContext.timeout(null)).isEmpty();
        assertThat(CallContext.timeout("soon")).isEmpty();
        assertThat(CallContext.timeout("123456789S")).isEmpty();
    }
}
