package dev.scriptorium.standalone.report;

import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.StageProgress;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Tells how far a job is: one line that is written over on a terminal, a new line for each tenth otherwise. Not thread-safe. */
public final class ProgressLine {
    private static final int TENTHS = 10;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private int tenth = -1;

    public ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public void show(Job job, List<StageProgress> stages) {
        String line = text(job, stages);
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

    private static String text(Job job, List<StageProgress> stages) {
        String perStage = stages.stream()
                .filter(stage -> stage.done() + stage.failed() + stage.inFlight() + stage.waiting() > 0)
                .map(ProgressLine::text)
                .collect(Collectors.joining(" | "));
        return "%3.0f %%  %d of %d documents  %s"
                .formatted(job.progress() * 100, job.documentsOver(), job.documents(), perStage);
    }

    private static String text(StageProgress stage) {
        long before = stage.waiting() + stage.inFlight();
        return stage.stage() + " " + stage.done() + (before > 0 ? " (+" + before + ")" : "")
                + (stage.failed() > 0 ? ", " + stage.failed() + " failed" : "");
    }
}
