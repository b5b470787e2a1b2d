package dev.scriptorium.runtime.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {

    private static final String TOKEN = "t".repeat(32);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.3.2.1"})
    void listensToThisMachineWithoutCredentials(String host) {
        assertThatCode(() -> new Listening(host, AccessMode.LOOPBACK, Optional.empty()).check())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3"})
    void doesNotListenToOtherMachinesWithoutThem(String host) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Listening(host, AccessMode.LOOPBACK, Optional.empty()).check())
                .withMessageContaining(host)
                .withMessageContaining("scriptorium.access.mode=required")
                .withMessageContaining("insecure");
    }

    @Test
    void listensAnywhereWhenTheOperatorSaysSo() {
        assertThatCode(() -> new Listening("0.0.0.0", AccessMode.INSECURE, Optional.empty()).check())
                .doesNotThrowAnyException();
        assertThatCode(() -> new Listening("0.0.0.0", AccessMode.REQUIRED, Optional.of(TOKEN)).check())
                .doesNotThrowAnyException();
    }

    @Test
    void needsASharedTokenOfSomeLength() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Listening("0.0.0.0", AccessMode.REQUIRED, Optional.empty()).check())
                .withMessageContaining("scriptorium.access.token");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> new Listening("0.0.0.0", AccessMode.REQUIRED, Optional.of(TOKEN.substring(1))).check())
                .withMessageContaining("32");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Listening("0.0.0.0", AccessMode.REQUIRED, Optional.of(TOKEN + "\n")).check())
                .withMessageContaining("space");
    }
}
