package dev.scriptorium.standalone.report;

import dev.scriptorium.inference.catalogue.TranslatedLanguages;
import dev.scriptorium.inference.trial.TrialReport;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what became of a model that was tried. */
public final class TrialPrinter {
    private static final double MEGABYTE = 1e6;
    private static final double MILLISECONDS = 1e3;

    private final PrintStream out;

    public TrialPrinter(PrintStream out) {
        this.out = out;
    }

    public void print(TrialReport report, String digest, int threads) {
        out.println(report.card().name() + ": " + report.card().task()
                + (report.card().languages().isEmpty() ? "" : " " + languages(report)));
        line(
                "licence",
                report.card().licence().isEmpty() ? "not stated" : report.card().licence());
        line("files", megabytes(report.fileBytes()) + ", SHA-256 " + digest);
        line(
                "memory",
                megabytes(report.memoryBytes())
                        + String.format(
                                Locale.ROOT,
                                " with ONNX Runtime, loaded in %.1f s",
                                report.loading().toMillis() / MILLISECONDS));
        line(
                "speed",
                String.format(Locale.ROOT, "%.0f tokens a second on ", report.tokensPerSecond())
                        + (threads == 1 ? "1 thread" : threads + " threads"));
        report.answers().forEach(answer -> {
            line("tried", answer.input());
            line("", answer.output());
        });
    }

    private static String languages(TrialReport report) {
        TranslatedLanguages languages = report.card().languages();
        if (!languages.pairs().isEmpty()) {
            return languages.toString();
        }
        int sources = languages.sources().size();
        int targets = languages.targets().size();
        return sources == 1 && targets == 1
                ? languages.sources().getFirst() + "-" + languages.targets().getFirst()
                : sources + " to " + targets + " languages";
    }

    private void line(String what, String value) {
        out.printf("   %-8s %s%n", what, value);
    }

    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
    }
}
