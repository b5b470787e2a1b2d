package dev.scriptorium.testing.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a document says, before it is written in some format. */
public record SimpleDocument(String title, String language, List<Element> elements) {

    private static final Pattern HEADER = Pattern.compile("(title|language): (.*)");

    public SimpleDocument {
        elements = List.copyOf(elements);
    }

    /** A piece of a document. */
    public sealed interface Element {}

    /** @param level from 1 */
    public record Heading(int level, String text) implements Element {}

    public record Paragraph(String text) implements Element {}

    public record ListItem(String text) implements Element {}

    /** The first row is the header. */
    public record Table(List<List<String>> rows) implements Element {}

    /**
     * Reads a small part of Markdown: {@code title:} and {@code language:} lines, headings, list items with a hyphen, tables
     * with bars, and paragraphs, each ended by an empty line.
     */
    public static SimpleDocument parse(String markdown) {
        Map<String, String> headers = new java.util.HashMap<>(Map.of("title", "", "language", "en"));
        List<Element> elements = new ArrayList<>();
        for (String block : markdown.strip().split("\n\\s*\n")) {
            Matcher header = HEADER.matcher(block);
            if (elements.isEmpty() && header.lookingAt()) {
                block.lines()
                        .map(HEADER::matcher)
                        .filter(Matcher::matches)
                        .forEach(m -> headers.put(m.group(1), m.group(2)));
            } else {
                addBlock(block.strip(), elements);
            }
        }
        return new SimpleDocument(headers.get("title"), headers.get("language"), elements);
    }

    private static void addBlock(String block, List<Element> elements) {
        if (block.startsWith("#")) {
            int level = block.indexOf(' ');
            elements.add(new Heading(level, block.substring(level + 1)));
        } else if (block.startsWith("- ")) {
            for (String item : block.split("\n- ")) {
                elements.add(new ListItem(oneLine(item.startsWith("- ") ? item.substring(2) : item)));
            }
        } else if (block.startsWith("|")) {
            elements.add(new Table(block.lines()
                    .filter(line -> !line.matches("[|\\-: ]+"))
                    .map(line -> List.of(
                            line.strip().replaceAll("^\\|\\s*|\\s*\\|$", "").split("\\s*\\|\\s*")))
                    .toList()));
        } else {
            elements.add(new Paragraph(oneLine(block)));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\n\\s*", " ").strip();
    }
}
