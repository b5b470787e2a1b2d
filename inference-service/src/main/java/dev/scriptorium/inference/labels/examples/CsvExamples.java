package dev.scriptorium.inference.labels.examples;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * CSV with a header that names the columns {@code text} and {@code label}, in any order; others are passed over.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvExamples {

    private final String csv;
    private int at;
    private int line = 1;

    private CsvExamples(String csv) {
        this.csv = csv;
    }

    static List<Example> read(String csv, BadRows bad) {
        return new CsvExamples(csv).examples(bad);
    }

    private List<Example> examples(BadRows bad) {
        List<Example> examples = new ArrayList<>();
        if (csv.isBlank()) {
            return examples;
        }
        List<String> header = row().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        int text = header.indexOf("text");
        int label = header.indexOf("label");
        if (text < 0 || label < 0) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "The first line of the CSV does not name the columns: it has to have text and label, with a comma"
                            + " between");
        }
        while (at < csv.length()) {
            int begins = line;
            List<String> row = row();
            if (row.size() == header.size()) {
                examples.add(new Example(begins, row.get(text), row.get(label)));
            } else if (row.size() > 1 || !row.getFirst().isBlank()) {
                bad.add(begins, "has " + row.size() + " columns instead of " + header.size());
            }
        }
        return examples;
    }

    /** The row that begins here; ends behind its line break. */
    private List<String> row() {
        List<String> row = new ArrayList<>();
        while (true) {
            row.add(at < csv.length() && csv.charAt(at) == '"' ? quoted() : plain());
            if (at < csv.length() && csv.charAt(at) == ',') {
                at++;
            } else {
                endLine();
                return row;
            }
        }
    }

    private String plain() {
        int begin = at;
        while (at < csv.length() && ",\r\n".indexOf(csv.charAt(at)) < 0) {
            at++;
        }
        return csv.substring(begin, at);
    }

    private String quoted() {
        int begins = line;
        StringBuilder value = new StringBuilder();
        at++;
        while (at < csv.length()) {
            char c = csv.charAt(at++);
            if (c != '"') {
                value.append(c);
                line += c == '\n' ? 1 : 0;
            } else if (at < csv.length() && csv.charAt(at) == '"') {
                value.append('"');
                at++;
            } else if (at == csv.length() || ",\r\n".indexOf(csv.charAt(at)) >= 0) {
                return value.toString();
            } else {
                throw bad(line, "has text after a closing quote; a quote within quotes is written twice");
            }
        }
        throw bad(begins, "opens a quote that is never closed");
    }

    private void endLine() {
        if (at < csv.length() && csv.charAt(at) == '\r') {
            at++;
        }
        if (at < csv.length() && csv.charAt(at) == '\n') {
            at++;
        }
        line++;
    }

    /** From here on nothing can be read. */
    private static FailureException bad(int line, String problem) {
        return new FailureException(FailureCode.BAD_REQUEST, "The CSV cannot be read: line " + line + " " + problem);
    }
}
