package dev.scriptorium.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String EXAMPLE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void readsWhatItWrites() {
        TraceParent started = TraceParent.start(new SplittableRandom(7));

        assertThat(TraceParent.parse(started.header())).contains(started);
        assertThat(TraceParent.parse(EXAMPLE).orElseThrow().header()).isEqualTo(EXAMPLE);
    }

    @Test
    void keepsTheTraceInAChildSpan() {
        TraceParent parent = TraceParent.parse(EXAMPLE).orElseThrow();

        TraceParent child = parent.child(new SplittableRandom(7));

        assertThat(child.traceId()).isEqualTo(parent.traceId());
        assertThat(child.spanId()).isNotEqualTo(parent.spanId());
    }

    @Test
    void readsFieldsOfLaterVersions() {
        assertThat(TraceParent.parse("01" + EXAMPLE.substring(2) + "-more")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
            })
    void ignoresAHeaderThatIsNotValid(String header) {
        assertThat(TraceParent.parse(header)).isEmpty();
    }
}
