package dev.scriptorium.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Short documents in English and German, each a little different, and what is wanted for them. */
final class Corpus {
    private static final List<String> OPENINGS = List.of(
            "The harbour was quiet in the morning.",
            "Our order arrived two days late.",
            "Die Werkstatt hat gut gearbeitet.",
            "The new timetable begins in May.");
    private static final List<String> MIDDLES = List.of(
            "Nobody had told the staff about the change.",
            "The price was fair and the service was friendly.",
            "Wir sind mit dem Ergebnis zufrieden.",
            "Two of the boxes were open when they came.");
    private static final List<String> ENDS = List.of(
            "We will come back next year.",
            "Please send us a new one.",
            "Das war ein guter Tag.",
            "It should not happen again.");

    private Corpus() {}

    /** The body of a job of as many documents. */
    static String job(int documents) {
        ObjectNode body = new ObjectMapper().createObjectNode();
        ObjectNode tasks = body.putObject("tasks");
        tasks.putObject("summarize").put("sentences", 1);
        tasks.putArray("translate").add("de");
        tasks.putArray("classify").add("sentiment");
        ArrayNode list = body.putArray("documents");
        for (int number = 0; number < documents; number++) {
            list.addObject()
                    .put("name", "document-%04d.txt".formatted(number))
                    .put(
                            "text",
                            "Number " + number + ". " + OPENINGS.get(number % 4) + " " + MIDDLES.get(number / 4 % 4)
                                    + " " + ENDS.get(number / 16 % 4));
        }
        return body.toString();
    }
}
