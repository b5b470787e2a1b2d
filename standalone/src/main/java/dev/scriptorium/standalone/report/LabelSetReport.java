package dev.scriptorium.standalone.report;

import dev.scriptorium.standalone.client.LabelSet;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints label sets for a person. */
public final class LabelSetReport {
    private final PrintStream out;

    public LabelSetReport(PrintStream out) {
        this.out = out;
    }

    /** One line for each. */
    public void printAll(List<LabelSet.Line> labelSets) {
        out.printf("%-32s %7s %9s %9s%n", "label set", "labels", "examples", "accuracy");
        for (LabelSet.Line set : labelSets) {
            out.printf(
                    "%-32s %7d %9d %9s%s%n",
                    set.name(),
                    set.labels().size(),
                    set.examples(),
                    percent(set.accuracy()),
                    set.unavailable() == null ? "" : "  " + set.unavailable());
        }
    }

    public void print(LabelSet set) {
        LabelSet.Report report = set.report();
        out.println(set.name() + ": " + set.examples() + " examples, features: " + report.features() + ", embeddings: "
                + set.embeddingModel());
        if (set.unavailable() != null) {
            out.println("unavailable: " + set.unavailable());
        }
        if (report.folds() > 0) {
            printAccuracy(report);
        }
        out.printf("%n%-32s %9s %9s %9s %9s  %s%n", "label", "examples", "precision", "recall", "F1", "confused with");
        for (LabelSet.Quality label : report.labels()) {
            out.printf(
                    "%-32s %9d %9s %9s %9s  %s%n",
                    label.label(),
                    label.examples(),
                    percent(label.precision()),
                    percent(label.recall()),
                    decimal(label.f1()),
                    confusedWith(label));
        }
        report.warnings().forEach(warning -> out.println("warning: " + warning));
    }

    /** A text's label and its highest scores. */
    public void printAnswer(String text, LabelSet.Answer answer, int most) {
        out.println(text);
        if (answer.error() != null) {
            out.println("   " + answer.error().code() + ": " + answer.error().reason());
            return;
        }
        out.println("   " + (answer.unsure() ? "not sure" : answer.label()));
        answer.scores().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(score -> out.println("   " + decimal(score.getValue()) + "  " + score.getKey()));
    }

    private void printAccuracy(LabelSet.Report report) {
        out.printf(
                "accuracy %s on held-out examples (95 %% interval: %s to %s; baseline, always the most frequent label: %s), macro-F1 %s%n",
                percent(report.accuracy()),
                percent(report.accuracyLow()),
                percent(report.accuracyHigh()),
                percent(report.baseline()),
                decimal(report.macroF1()));
        LabelSet.Threshold threshold = report.threshold();
        if (threshold != null) {
            out.printf(
                    "not sure below a score of %s: %s of the texts get a label, and %s of these labels are right%n",
                    decimal(threshold.value()), percent(threshold.coverage()), percent(threshold.precision()));
        }
    }

    /** The other label that its examples were given most often. */
    private static String confusedWith(LabelSet.Quality label) {
        return label.given().entrySet().stream()
                .filter(given -> !given.getKey().equals(label.label()))
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(given -> given.getKey() + " (" + given.getValue() + ")")
                .orElse("");
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "-" : "%.1f %%".formatted(100 * share);
    }

    private static String decimal(@Nullable Double number) {
        return number == null ? "-" : "%.3f".formatted(number);
    }
}
