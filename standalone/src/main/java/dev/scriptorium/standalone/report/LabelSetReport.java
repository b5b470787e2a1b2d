package dev.scriptorium.standalone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.Map;

/** Prints label sets for a person. */
public final class LabelSetReport {
    private final PrintStream out;

    public LabelSetReport(PrintStream out) {
        this.out = out;
    }

    /** One line for each. */
    public void printAll(JsonNode labelSets) {
        out.printf("%-32s %7s %9s %9s%n", "label set", "labels", "examples", "accuracy");
        for (JsonNode set : labelSets) {
            out.printf(
                    "%-32s %7d %9d %9s%s%n",
                    set.path("name").asText(),
                    set.path("labels").size(),
                    set.path("examples").asInt(),
                    percent(set.path("accuracy")),
                    set.path("unavailable").isTextual()
                            ? "  " + set.path("unavailable").asText()
                            : "");
        }
    }

    public void print(JsonNode set) {
        JsonNode report = set.path("report");
        JsonNode threshold = report.path("threshold");
        out.println(set.path("name").asText() + ": " + set.path("examples").asInt() + " examples, reads "
                + report.path("features").asText() + " by the model "
                + set.path("embeddingModel").asText());
        if (set.path("unavailable").isTextual()) {
            out.println("does not serve: " + set.path("unavailable").asText());
        }
        if (report.path("folds").asInt() > 0) {
            out.printf(
                    "accuracy %s held out (95 %%: %s to %s; always the most frequent label: %s), macro-F1 %s%n",
                    percent(report.path("accuracy")),
                    percent(report.path("accuracyLow")),
                    percent(report.path("accuracyHigh")),
                    percent(report.path("baseline")),
                    decimal(report.path("macroF1")));
            out.printf(
                    "sure from a score of %s on: %s of the answers, of which %s are right%n",
                    decimal(threshold.path("value")),
                    percent(threshold.path("coverage")),
                    percent(threshold.path("precision")));
        }
        out.printf("%n%-32s %9s %9s %9s %9s  %s%n", "label", "examples", "precision", "recall", "F1", "taken for");
        for (JsonNode label : report.path("labels")) {
            out.printf(
                    "%-32s %9d %9s %9s %9s  %s%n",
                    label.path("label").asText(),
                    label.path("examples").asInt(),
                    percent(label.path("precision")),
                    percent(label.path("recall")),
                    decimal(label.path("f1")),
                    takenFor(label));
        }
        report.path("warnings").forEach(warning -> out.println("warning: " + warning.asText()));
    }

    /** A text's label and the scores that come nearest. */
    public void printAnswer(String text, JsonNode answer, int most) {
        out.println(text);
        if (answer.path("error").isObject()) {
            out.println("   " + answer.path("error").path("code").asText() + ": "
                    + answer.path("error").path("reason").asText());
            return;
        }
        out.println("   "
                + (answer.path("unsure").asBoolean()
                        ? "not sure"
                        : answer.path("label").asText()));
        answer.path("scores").properties().stream()
                .sorted(Comparator.comparingDouble(
                        (Map.Entry<String, JsonNode> score) -> -score.getValue().asDouble()))
                .limit(most)
                .forEach(score -> out.println("   " + decimal(score.getValue()) + "  " + score.getKey()));
    }

    /** The other label that its examples were given most often. */
    private static String takenFor(JsonNode label) {
        String name = label.path("label").asText();
        return label.path("given").properties().stream()
                .filter(given -> !given.getKey().equals(name))
                .max(Comparator.comparingInt(given -> given.getValue().asInt()))
                .map(given -> given.getKey() + " " + given.getValue().asInt() + " times")
                .orElse("");
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? "%.1f %%".formatted(100 * share.asDouble()) : "-";
    }

    private static String decimal(JsonNode number) {
        return number.isNumber() ? "%.3f".formatted(number.asDouble()) : "-";
    }
}
