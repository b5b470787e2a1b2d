package dev.scriptorium.standalone.report;

import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.JobDocument;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints jobs for a person, a line each. */
public final class JobTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final PrintStream out;
    private final ZoneId zone;

    public JobTable(PrintStream out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    /** A job with the first of its documents, by which a person recognises it. */
    public record Line(Job job, Optional<JobDocument> first) {}

    public void print(List<Line> lines) {
        out.printf(
                "%-36s  %-16s  %-10s  %5s  %5s  %6s  %s%n",
                "job", "created", "state", "files", "done", "failed", "what");
        lines.forEach(this::print);
    }

    private void print(Line line) {
        Job job = line.job();
        out.printf(
                "%-36s  %-16s  %-10s  %5d  %5d  %6d  %s%n",
                job.id(),
                TIME.format(job.createdAt().atZone(zone)),
                job.state(),
                job.documents().total(),
                job.documents().ended(),
                job.documents().failed(),
                line.first().map(first -> what(first, job.documents().total())).orElse(""));
    }

    private static String what(JobDocument first, int documents) {
        String tasks = first.tasks().stream().map(JobDocument.Task::task).collect(Collectors.joining(", "));
        return tasks + ": " + first.fileName() + (documents > 1 ? " and " + (documents - 1) + " more" : "");
    }
}
