package dev.scriptorium.standalone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Prints a document's results for a person. */
public final class ReadableReport {
    private static final int WIDTH = 100;
    private static final String SAME_LANGUAGE = "SAME_LANGUAGE";

    private final PrintStream out;
    private final int linesOfTranslation;

    /** @param linesOfTranslation more are left out, with a note */
    public ReadableReport(PrintStream out, int linesOfTranslation) {
        this.out = out;
        this.linesOfTranslation = linesOfTranslation;
    }

    public void print(DocumentReport report) {
        JsonNode json = report.json();
        out.println();
        out.println("== " + report.file() + "  ["
                + json.path("state").asText() + ", " + detected("mediaType", json) + ", language "
                + detected("language", json)
                + "]");
        report.error().ifPresent(error -> out.println("   " + error));
        for (JsonNode sentence : json.path("summary").path("sentences")) {
            List<String> cited = new ArrayList<>();
            sentence.path("segments").forEach(segment -> cited.add(segment.asText()));
            String source = sentence.path("unsupported").asBoolean() ? "unsupported; nearest: " : "";
            wrapped(
                    "   summary  ",
                    sentence.path("text").asText() + "  [" + source + String.join(", ", cited) + "]",
                    WIDTH);
        }
        json.path("translations").properties().forEach(entry -> translation(entry.getKey(), entry.getValue()));
        json.path("classifications")
                .properties()
                .forEach(entry -> out.println("   " + entry.getKey() + "  "
                        + label(entry.getValue()) + "  "
                        + scores(entry.getValue().path("scores"))));
    }

    private static String detected(String member, JsonNode json) {
        return json.path(member).isTextual() ? json.path(member).asText() : "unknown";
    }

    private static String label(JsonNode classification) {
        return classification.path("unsure").asBoolean()
                ? "not sure"
                : classification.path("label").asText();
    }

    private void translation(String language, JsonNode translation) {
        List<String> path = new ArrayList<>();
        translation.path("path").forEach(step -> path.add(step.asText()));
        int sentences = translation.path("segments").size();
        out.println("   " + language + "  ("
                + (path.size() == 1
                        ? "the document is in this language already"
                        : String.join(" > ", path) + ", " + sentences
                                + (sentences == 1 ? " sentence, " : " sentences, ") + flagged(translation) + " flagged")
                + ")");
        wrapped("     ", translation.path("text").asText().strip(), linesOfTranslation);
    }

    /** The segments with a flag; that a segment was in the target language already is no fault of its translation. */
    private static long flagged(JsonNode translation) {
        return StreamSupport.stream(translation.path("segments").spliterator(), false)
                .filter(segment -> StreamSupport.stream(segment.path("flags").spliterator(), false)
                        .anyMatch(flag -> !flag.asText().equals(SAME_LANGUAGE)))
                .count();
    }

    /** At most as many lines as the limit; what is left out is marked. */
    private void wrapped(String prefix, String text, int limit) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n")) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ")) {
                if (line.length() + word.length() > WIDTH && !line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
            }
        }
        String indent = " ".repeat(prefix.length());
        for (int i = 0; i < Math.min(limit, lines.size()); i++) {
            out.println((i == 0 ? prefix : indent) + lines.get(i));
        }
        if (lines.size() > limit) {
            out.println(indent + "...");
        }
    }

    private static String scores(JsonNode scores) {
        List<String> parts = new ArrayList<>();
        scores.properties()
                .forEach(score -> parts.add(
                        score.getKey() + " " + "%.2f".formatted(score.getValue().asDouble())));
        return "(" + String.join(", ", parts) + ")";
    }
}
