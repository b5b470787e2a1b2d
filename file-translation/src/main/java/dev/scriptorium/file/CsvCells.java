package dev.scriptorium.file;

import dev.scriptorium.file.SpanFile.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a table in text. What is {@link CodeLike} stays.
 */
final class CsvCells {

    private static final String SEPARATORS = ",;\t|";

    private final String text;
    private final char separator;
    private final List<Span> spans = new ArrayList<>();

    private CsvCells(String text, char separator) {
        this.text = text;
        this.separator = separator;
    }

    static List<Span> of(String text) {
        int start = 0;
        char separator = mostFrequent(text);
        if (text.startsWith("sep=") && text.length() > 4) {
            separator = text.charAt(4);
            start = Math.max(5, text.indexOf('\n') + 1);
        }
        CsvCells cells = new CsvCells(text, separator);
        cells.read(start);
        return cells.spans;
    }

    /** In the first line that has one of them. */
    private static char mostFrequent(String text) {
        return text.lines()
                .map(CsvCells::separators)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(found -> (char) SEPARATORS
                        .chars()
                        .boxed()
                        .max((a, b) -> Long.compare(count(found, a), count(found, b)))
                        .orElseThrow()
                        .intValue())
                .orElse(',');
    }

    private static String separators(String line) {
        return line.replaceAll("\"[^\"]*\"", "").replaceAll("[^,;\t|]", "");
    }

    private static long count(String text, int c) {
        return text.chars().filter(d -> d == c).count();
    }

    private void read(int from) {
        int start = from;
        while (start < text.length()) {
            int end = text.charAt(start) == '"' ? quotedEnd(start) : start;
            while (end < text.length() && text.charAt(end) != separator && !isLineEnd(text.charAt(end))) {
                end++;
            }
            cell(start, end);
            start = end + 1;
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private int quotedEnd(int start) {
        int end = start + 1;
        while (end < text.length()) {
            if (text.charAt(end) == '"') {
                if (end + 1 < text.length() && text.charAt(end + 1) == '"') {
                    end++;
                } else {
                    return end + 1;
                }
            }
            end++;
        }
        return end;
    }

    private void cell(int start, int end) {
        String raw = text.substring(start, end);
        boolean quoted = raw.length() >= 2 && raw.startsWith("\"") && raw.endsWith("\"");
        String value = quoted ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"") : raw;
        CodedText content = CodedText.of(value);
        boolean wanted = content.hasLetters() && !CodeLike.is(value);
        TextUnit unit = new TextUnit(TextKind.TABLE_CELL, content, wanted, true);
        spans.add(new Span(start, end, unit, translated -> encoded(translated.text(), quoted)));
    }

    private String encoded(String value, boolean quoted) {
        boolean special = value.indexOf(separator) >= 0
                || value.indexOf('"') >= 0
                || value.indexOf('\n') >= 0
                || value.indexOf('\r') >= 0;
        return quoted || special ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
