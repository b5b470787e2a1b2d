package dev.scriptorium.ingest.extraction.parse;

import java.util.ArrayList;
import java.util.List;

/** Titles, categories and values of charts (DrawingML Charts, and charts of OpenDocument), as a reader of numbers needs them. */
final class ChartText {

    private ChartText() {}

    /** Each text once, in order: charts keep a copy of the cells that they draw. */
    static List<String> of(XmlNode chart) {
        List<String> texts = new ArrayList<>();
        collect(chart, texts);
        return texts.stream().filter(text -> !text.isBlank()).distinct().toList();
    }

    private static void collect(XmlNode node, List<String> texts) {
        for (XmlNode child : node.elements()) {
            switch (child.name()) {
                case "t", "v", "p" -> {
                    boolean paragraphOfRuns =
                            child.name().equals("p") && !child.below("t").isEmpty();
                    texts.add(paragraphOfRuns ? DrawingText.of(child) : child.allText());
                }
                case "externalData", "formatCode", "f" -> {}
                default -> collect(child, texts);
            }
        }
    }
}
