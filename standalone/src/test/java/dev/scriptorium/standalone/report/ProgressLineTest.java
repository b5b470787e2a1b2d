package dev.scriptorium.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.standalone.client.Job;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void printsPlainLinesAndOnlyWhenATenthMoreIsDoneWhereThereIsNoTerminal() {
        ProgressLine progress = progressLine(false);

        progress.show(job(0.11, 1, 0, Duration.ofSeconds(40)));
        progress.show(job(0.12, 1, 0, Duration.ofSeconds(39)));
        progress.show(job(0.21, 2, 1, Duration.ofMinutes(5)));
        progress.end();

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        " 11 %  1 of 10 documents done, about 40 s left",
                        " 21 %  3 of 10 documents done, 1 failed, about 5 min left");
    }

    @Test
    void overwritesOneLineOnATerminal() {
        ProgressLine progress = progressLine(true);

        progress.show(job(0.11, 1, 0, Duration.ofSeconds(40)));
        progress.show(job(0.12, 1, 0, Duration.ofSeconds(40)));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .doesNotContain("\n")
                .contains("\r");
    }

    @Test
    void saysNothingOfATimeThatHasPassed() {
        progressLine(false).show(job(0.5, 5, 0, Duration.ofSeconds(-3)));

        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("left");
    }

    private ProgressLine progressLine(boolean terminal) {
        return new ProgressLine(out, terminal, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Job job(double progress, int succeeded, int failed, Duration left) {
        return new Job(
                "id",
                State.RUNNING,
                progress,
                new Job.Counts(10, succeeded, 0, failed, 0, 0),
                NOW.plus(left),
                NOW.minusSeconds(60),
                null);
    }
}
