package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.OutputFolder;
import dev.scriptorium.standalone.report.ReadableReport;
import java.util.Optional;

/** Prints the documents of a job one after the other, writes them to files where that was asked for, and counts. Not thread-safe. */
final class ResultPrinter {
    private final boolean json;
    private final ReadableReport readable;
    private final Optional<OutputFolder> output;
    private int printed;
    private int succeeded;

    ResultPrinter(boolean json, int linesOfTranslation, Optional<OutputFolder> output) {
        this.json = json;
        this.readable = new ReadableReport(System.out, linesOfTranslation);
        this.output = output;
    }

    void print(DocumentReport report) {
        int index = printed++;
        output.ifPresent(folder -> folder.write(index, report));
        if (json) {
            System.out.println(report.json());
        } else {
            readable.print(report);
        }
        if (report.succeeded()) {
            succeeded++;
        }
    }

    /** Prints the counts and returns the exit code. */
    int conclude(String job) {
        int failed = printed - succeeded;
        System.err.printf(
                "%d %s, %d succeeded, %d failed%n",
                printed, printed == 1 ? "document" : "documents", succeeded, failed);
        if (failed > 0) {
            System.err.println("\"scriptorium retry " + job + "\" processes the failed documents again");
        }
        return failed == 0 ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }
}
