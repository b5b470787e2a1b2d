package dev.scriptorium.standalone.report;

import dev.scriptorium.standalone.client.Job;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;

/** Shows the progress of one job: one line that is overwritten on a terminal, a new line for each tenth otherwise. Not thread-safe. */
public final class ProgressLine {
    private static final int TENTHS = 10;
    private static final long SECONDS_SHOWN = 90;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private int tenth = -1;

    public ProgressLine(PrintStream out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** On standard error, which the start script knows to be a terminal or not. */
    public static ProgressLine onStandardError() {
        return new ProgressLine(System.err, Boolean.getBoolean("scriptorium.stderr.terminal"), Clock.systemUTC());
    }

    public void show(Job job) {
        String line = text(job);
        if (terminal) {
            out.print(CLEAR + line);
            out.flush();
        } else if ((int) (job.progress() * TENTHS) > tenth) {
            tenth = (int) (job.progress() * TENTHS);
            out.println(line);
        }
    }

    /** Leaves the terminal's line free for what comes next. */
    public void end() {
        if (terminal) {
            out.print(CLEAR);
            out.flush();
        }
    }

    private String text(Job job) {
        Job.Counts documents = job.documents();
        String failed = documents.failed() == 0 ? "" : ", " + documents.failed() + " failed";
        return "%3.0f %%  %d of %d documents done%s%s"
                .formatted(job.progress() * 100, documents.ended(), documents.total(), failed, timeLeft(job));
    }

    private String timeLeft(Job job) {
        if (job.expectedEnd() == null || job.hasEnded()) {
            return "";
        }
        Duration left = Duration.between(clock.instant(), job.expectedEnd());
        if (left.isNegative() || left.isZero()) {
            return "";
        }
        return left.toSeconds() <= SECONDS_SHOWN
                ? ", about " + Math.max(1, left.toSeconds()) + " s left"
                : ", about " + left.plusSeconds(30).toMinutes() + " min left";
    }
}
