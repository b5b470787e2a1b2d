package dev.scriptorium.file;

import dev.scriptorium.file.SpanFile.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paragraphs of a plain text. A line goes on in the next one where it is full: the first word of the next line would
 * not have fitted. All other lines are texts of their own. Marks of lists are no text.
 */
final class TextParagraphs {

    private static final Pattern LINE = Pattern.compile("[^\\r\\n\\f]+");
    private static final Pattern MARK =
            Pattern.compile("\\s*(?:(?:[-*+•–>#]+|\\(?\\d{1,3}[.)]|\\(?[A-Za-z][.)])\\s+)?");
    private static final Pattern BREAK = Pattern.compile("\\r\\n?|\\n");

    /** Lines that are shorter than this are not wrapped: an address, a verse. */
    private static final int SHORTEST_FULL_LINE = 40;

    private record Line(int start, int end, int text) {
        int length() {
            return end - start;
        }
    }

    private TextParagraphs() {}

    static List<Span> of(String text) {
        List<Line> lines = lines(text);
        int width = lines.stream().mapToInt(Line::length).max().orElse(0);
        List<Span> spans = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            Line first = lines.get(i);
            Line last = first;
            i++;
            while (i < lines.size() && goesOn(text, last, lines.get(i), width)) {
                last = lines.get(i);
                i++;
            }
            CodedText content = CodedText.of(text.substring(first.text(), last.end()));
            spans.add(new Span(
                    first.text(),
                    last.end(),
                    new TextUnit(TextKind.PARAGRAPH, content, content.hasLetters(), false),
                    CodedText::text));
        }
        return spans;
    }

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            int end = line.end();
            while (end > line.start() && PlainText.isSpace(text.charAt(end - 1))) {
                end--;
            }
            if (end > line.start()) {
                Matcher mark = MARK.matcher(text).region(line.start(), end);
                int start = mark.lookingAt() ? mark.end() : line.start();
                lines.add(new Line(line.start(), end, Math.min(start, end)));
            }
        }
        return lines;
    }

    private static boolean goesOn(String text, Line line, Line next, int width) {
        boolean hasMark = !text.substring(next.start(), next.text()).isBlank();
        String between = text.substring(line.end(), next.start());
        if (hasMark || BREAK.matcher(between).results().count() != 1 || between.indexOf('\f') >= 0) {
            return false;
        }
        int word = next.text();
        while (word < next.end() && !PlainText.isSpace(text.charAt(word))) {
            word++;
        }
        return line.length() >= SHORTEST_FULL_LINE && line.length() + 1 + word - next.text() > width * 0.85;
    }
}
