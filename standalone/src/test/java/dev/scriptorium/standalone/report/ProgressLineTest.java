package dev.scriptorium.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.StageProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void printsPlainLinesAndOnlyWhenATenthMoreIsDoneWhereThereIsNoTerminal() {
        ProgressLine progress = new ProgressLine(out, false);

        progress.show(job(0.11, 1), List.of());
        progress.show(job(0.12, 1), List.of());
        progress.show(job(0.21, 2), List.of(new StageProgress("extraction", 3, 1, 5, 1)));
        progress.end();

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(" 11 %  1 of 10 documents  ", " 21 %  2 of 10 documents  extraction 5 (+4), 1 failed");
    }

    @Test
    void writesOverOneLineOnATerminal() {
        ProgressLine progress = new ProgressLine(out, true);

        progress.show(job(0.11, 1), List.of());
        progress.show(job(0.12, 1), List.of());

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .doesNotContain("\n")
                .contains("\r");
    }

    private static Job job(double progress, int succeeded) {
        return new Job("id", "RUNNING", progress, 10, succeeded, 0, 0, 0);
    }
}
