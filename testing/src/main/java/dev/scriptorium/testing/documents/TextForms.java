package dev.scriptorium.testing.documents;

import dev.scriptorium.testing.documents.SimpleDocument.Element;
import dev.scriptorium.testing.documents.SimpleDocument.Heading;
import dev.scriptorium.testing.documents.SimpleDocument.ListItem;
import dev.scriptorium.testing.documents.SimpleDocument.Paragraph;
import dev.scriptorium.testing.documents.SimpleDocument.Table;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats that are text to the eye. */
final class TextForms {

    private TextForms() {}

    static byte[] text(SimpleDocument document) {
        return utf8(paragraphs(document, element -> switch (element) {
            case Heading heading -> heading.text();
            case Paragraph paragraph -> wrapped(paragraph.text(), 80);
            case ListItem item -> "- " + item.text();
            case Table table ->
                table.rows().stream().map(row -> String.join("   ", row)).collect(Collectors.joining("\n"));
        }));
    }

    static byte[] markdown(SimpleDocument document) {
        return utf8(paragraphs(document, element -> switch (element) {
            case Heading heading -> "#".repeat(heading.level()) + " " + heading.text();
            case Paragraph paragraph -> wrapped(paragraph.text(), 100);
            case ListItem item -> "- " + item.text();
            case Table table -> {
                List<String> lines = table.rows().stream()
                        .map(row -> "| " + String.join(" | ", row) + " |")
                        .collect(Collectors.toList());
                lines.add(1, "|" + "---|".repeat(table.rows().getFirst().size()));
                yield String.join("\n", lines);
            }
        }));
    }

    static byte[] html(SimpleDocument document) {
        String body = each(document, "\n", element -> switch (element) {
            case Heading heading -> "<h%1$d>%2$s</h%1$d>".formatted(heading.level(), escaped(heading.text()));
            case Paragraph paragraph -> "<p>" + escaped(paragraph.text()) + "</p>";
            case ListItem item -> "<ul><li>" + escaped(item.text()) + "</li></ul>";
            case Table table ->
                table.rows().stream()
                        .map(row -> row.stream()
                                .map(cell -> "<td>" + escaped(cell) + "</td>")
                                .collect(Collectors.joining("", "<tr>", "</tr>")))
                        .collect(Collectors.joining("\n", "<table>\n", "\n</table>"));
        });
        return utf8("""
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <title>%s</title>
                <style>body { font-family: sans-serif; max-width: 45em }</style>
                </head>
                <body>
                %s
                </body>
                </html>
                """.formatted(document.language(), escaped(document.title()), body.replace("</ul>\n<ul>", "\n")));
    }

    /** Tables as they are; of the rest a row per element. */
    static byte[] csv(SimpleDocument document) {
        return utf8(each(document, "\r\n", element -> switch (element) {
                    case Heading heading -> "heading," + quoted(heading.text());
                    case Paragraph paragraph -> "text," + quoted(paragraph.text());
                    case ListItem item -> "item," + quoted(item.text());
                    case Table table ->
                        table.rows().stream()
                                .map(row -> row.stream().map(TextForms::quoted).collect(Collectors.joining(",")))
                                .collect(Collectors.joining("\r\n"));
                })
                + "\r\n");
    }

    static byte[] rtf(SimpleDocument document) {
        String body = each(document, "\n", element -> switch (element) {
            case Heading heading -> "{\\b\\fs32 " + rtfEscaped(heading.text()) + "}\\par";
            case Paragraph paragraph -> rtfEscaped(paragraph.text()) + "\\par";
            case ListItem item -> "\\bullet  " + rtfEscaped(item.text()) + "\\par";
            case Table table ->
                table.rows().stream()
                        .map(row -> rtfEscaped(String.join(" / ", row)) + "\\par")
                        .collect(Collectors.joining("\n"));
        });
        return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Helvetica;}}\n\\fs22\\pard\n" + body + "\n}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] mail(SimpleDocument document) {
        String subject = Base64.getEncoder().encodeToString(utf8(document.title()));
        String body = Base64.getMimeEncoder(76, utf8("\r\n")).encodeToString(text(document));
        return utf8(String.join(
                "\r\n",
                "From: Support <support@example.com>",
                "To: Customer <customer@example.org>",
                "Date: Mon, 02 Nov 2026 09:30:00 +0000",
                "Subject: =?utf-8?B?" + subject + "?=",
                "Message-ID: <sample@example.com>",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                body,
                ""));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Broken into lines at spaces. */
    static String wrapped(String text, int width) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ")) {
            if (column > 0 && column + 1 + word.length() > width) {
                lines.append('\n');
                column = 0;
            } else if (column > 0) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }

    private static String each(SimpleDocument document, String separator, Function<Element, String> form) {
        return document.elements().stream().map(form).collect(Collectors.joining(separator));
    }

    /** Blocks with an empty line between them, but for the items of a list. */
    private static String paragraphs(SimpleDocument document, Function<Element, String> form) {
        StringBuilder text = new StringBuilder();
        Element before = null;
        for (Element element : document.elements()) {
            boolean sameList = before instanceof ListItem && element instanceof ListItem;
            text.append(before == null ? "" : sameList ? "\n" : "\n\n").append(form.apply(element));
            before = element;
        }
        return text.append('\n').toString();
    }

    private static String quoted(String cell) {
        return cell.matches("[^,;\"\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String rtfEscaped(String text) {
        StringBuilder rtf = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '\\' || c == '{' || c == '}') {
                rtf.append('\\').append(c);
            } else if (c < 0x80) {
                rtf.append(c);
            } else {
                rtf.append("\\u").append((short) c).append('?');
            }
        }
        return rtf.toString();
    }
}
