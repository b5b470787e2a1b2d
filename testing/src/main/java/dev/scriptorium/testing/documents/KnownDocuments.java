package dev.scriptorium.testing.documents;

import dev.scriptorium.testing.documents.SimpleDocument.Element;
import dev.scriptorium.testing.documents.SimpleDocument.Heading;
import dev.scriptorium.testing.documents.SimpleDocument.ListItem;
import dev.scriptorium.testing.documents.SimpleDocument.Paragraph;
import dev.scriptorium.testing.documents.SimpleDocument.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Documents of all formats with what real ones are difficult by, and the blocks that a reader has to find: dates and
 * clause numbers at the start of a paragraph, old charsets, wide lines, running headers, comments, hidden text, notes,
 * navigation. The same seed gives the same documents.
 */
public final class KnownDocuments {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private final SplittableRandom random;

    private KnownDocuments(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What a block is; the names are those of the contract. */
    public enum Kind {
        HEADING,
        PARAGRAPH,
        LIST_ITEM,
        TABLE_CELL
    }

    /** A block that a reader has to find. */
    public record Block(Kind kind, String text) {}

    /** A document and its blocks, in order; what the document has beside them is none of its text. */
    public record Known(String fileName, byte[] bytes, List<Block> blocks) {

        public Known {
            blocks = List.copyOf(blocks);
        }
    }

    /** As many documents as wanted, the formats in turn. */
    public static List<Known> of(int count, long seed) {
        KnownDocuments documents = new KnownDocuments(seed);
        List<Known> all = new ArrayList<>();
        DocumentForm[] forms = DocumentForm.values();
        for (int number = 0; number < count; number++) {
            DocumentForm form = forms[number % forms.length];
            SimpleDocument document = documents.write(number);
            all.add(new Known(
                    "%s-%03d.%s".formatted(document.language(), number, form.extension()),
                    bytes(form, document, number / forms.length),
                    blocks(form, document)));
        }
        return all;
    }

    private SimpleDocument write(int number) {
        boolean german = random.nextInt(2) == 0;
        Phrases phrases = german ? Phrases.GERMAN : Phrases.ENGLISH;
        List<Element> elements = new ArrayList<>();
        String title = phrases.title() + " " + number;
        elements.add(new Heading(1, title));
        for (int section = 0; section < 3; section++) {
            elements.add(new Heading(2, pick(phrases.headings())));
            elements.add(new Paragraph(difficult(german) + " " + sentences(phrases, 3 + random.nextInt(4))));
            elements.add(new Paragraph(sentences(phrases, 2 + random.nextInt(5))));
            elements.add(new ListItem(sentences(phrases, 1)));
            elements.add(new ListItem(sentences(phrases, 1)));
        }
        elements.add(new Table(List.of(
                List.of(phrases.columns().get(0), phrases.columns().get(1)),
                List.of(pick(phrases.things()), number()),
                List.of(pick(phrases.things()), number()))));
        elements.add(new Paragraph(sentences(phrases, 1)));
        return new SimpleDocument(title, german ? "de" : "en", elements);
    }

    private String difficult(boolean german) {
        return pick(
                german
                        ? List.of(
                                "12. März 2026 ist der letzte Tag für die Bestellung.",
                                "4. Der Käufer zahlt den Preis von 20 € – ohne Abzug.",
                                "Größe und Maße stehen im „Anhang“ der E-Mail.",
                                "Nord- und Südamerika wachsen um 1,5 % im Jahr.")
                        : List.of(
                                "12. March 2026 is the last day for the order.",
                                "4. The buyer pays the price of 20 € – no discount.",
                                "It’s a “long-term” contract of 1-24 months for part F-16.",
                                "The café in Zürich sells state-of-the-art machines."));
    }

    private static List<Block> blocks(DocumentForm form, SimpleDocument document) {
        if (form == DocumentForm.CSV) {
            return cells(document);
        }
        List<Block> blocks = new ArrayList<>();
        if (form == DocumentForm.EML) {
            blocks.add(new Block(Kind.HEADING, document.title()));
        }
        for (Element element : document.elements()) {
            switch (element) {
                case Heading heading -> blocks.add(new Block(headings(form), heading.text()));
                case Paragraph paragraph -> blocks.add(new Block(text(form, Kind.PARAGRAPH), paragraph.text()));
                case ListItem item ->
                    blocks.add(new Block(
                            text(form, form == DocumentForm.PPTX ? Kind.PARAGRAPH : Kind.LIST_ITEM), item.text()));
                case Table table -> table.rows().forEach(row -> blocks.addAll(row(form, row)));
            }
        }
        return blocks;
    }

    private static List<Block> cells(SimpleDocument document) {
        List<Block> cells = new ArrayList<>();
        for (Block block : blocks(DocumentForm.XLSX, document)) {
            cells.add(block);
            cells.add(new Block(Kind.TABLE_CELL, "1,5"));
        }
        return cells;
    }

    private static Kind headings(DocumentForm form) {
        return switch (form) {
            case TXT, EML -> Kind.PARAGRAPH;
            default -> text(form, Kind.HEADING);
        };
    }

    /** Spreadsheets have nothing but cells. */
    private static Kind text(DocumentForm form, Kind kind) {
        return form == DocumentForm.CSV || form == DocumentForm.XLSX ? Kind.TABLE_CELL : kind;
    }

    private static List<Block> row(DocumentForm form, List<String> cells) {
        return switch (form) {
            case MD, HTML, DOCX, ODT, XLSX, CSV ->
                cells.stream().map(cell -> new Block(Kind.TABLE_CELL, cell)).toList();
            case TXT, EML, RTF, PDF, PPTX -> List.of(new Block(Kind.PARAGRAPH, String.join(" ", cells)));
        };
    }

    private static byte[] bytes(DocumentForm form, SimpleDocument document, int variant) {
        byte[] plain = form.write(document);
        String text = new String(plain, StandardCharsets.UTF_8);
        return switch (form) {
            case TXT ->
                variant % 2 == 0
                        ? text.getBytes(WINDOWS_1252)
                        : text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8);
            case MD ->
                ("---\nauthor: nobody\n---\n\n<!-- draft:\n# rewrite this -->\n\n" + text
                                + "\n[1]: https://example.com/manual \"Manual\"\n")
                        .getBytes(StandardCharsets.UTF_8);
            case HTML ->
                text.replace("charset=\"utf-8\"", "charset=\"windows-1252\"")
                        .replace(
                                "<body>",
                                "<body>\n<div class=\"cookie-banner\"><p>We use cookies.</p></div>"
                                        + "<nav><ul><li>Home</li></ul></nav><p style=\"display:none\">Preheader</p>")
                        .replace("</body>", "<footer><p>All rights reserved.</p></footer></body>")
                        .getBytes(WINDOWS_1252);
            case EML -> mail(document, variant);
            case CSV -> csv(document, variant);
            case RTF ->
                new String(plain, StandardCharsets.US_ASCII)
                        .replaceFirst(
                                "\\.\\\\par",
                                "{\\\\v hidden words}{\\\\*\\\\atnauthor Ann}{\\\\*\\\\annotation\\\\pard I doubt this.}.\\\\par")
                        .getBytes(StandardCharsets.US_ASCII);
            case PDF ->
                PdfForm.write(document, variant % 3 == 0 ? 15 : variant % 3 == 1 ? 18 : 22, "Example Ltd, internal");
            case DOCX -> changed(plain, "word/document.xml", KnownDocuments::difficultWord);
            case ODT -> changed(plain, "content.xml", KnownDocuments::difficultOpenDocument);
            case XLSX -> changed(plain, "xl/worksheets/sheet1.xml", KnownDocuments::withHeader);
            case PPTX -> plain;
        };
    }

    /** With decimal commas, and the separator named or not. */
    private static byte[] csv(SimpleDocument document, int variant) {
        StringBuilder rows = new StringBuilder(variant % 2 == 0 ? "sep=;\r\n" : "");
        for (Block block : blocks(DocumentForm.XLSX, document)) {
            rows.append('"').append(block.text().replace("\"", "\"\"")).append("\";1,5\r\n");
        }
        return rows.toString().getBytes(variant % 3 == 0 ? WINDOWS_1252 : StandardCharsets.UTF_8);
    }

    private static byte[] mail(SimpleDocument document, int variant) {
        Charset charset = variant % 2 == 0 ? WINDOWS_1252 : StandardCharsets.UTF_8;
        String text = new String(TextForms.text(document), StandardCharsets.UTF_8);
        return ("From a@example.com Mon Mar  2 10:00:00 2026\r\nFrom: a@example.com\r\nSubject: " + document.title()
                        + "\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: text/plain; charset="
                        + charset.name() + "\r\n\r\n" + text.replace("\n", "\r\n"))
                .getBytes(charset);
    }

    private static String difficultWord(String xml) {
        return xml.replaceAll(
                        "(?<=[A-Za-z0-9])-(?=[A-Za-z0-9])(?=[^<>]*</w:t>)",
                        "</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t xml:space=\"preserve\">")
                .replaceFirst("</w:p>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden words</w:t></w:r></w:p>")
                .replaceFirst(
                        "<w:body>",
                        "<w:body><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here to enter"
                                + " text.</w:t></w:r></w:p></w:sdtContent></w:sdt>");
    }

    private static String difficultOpenDocument(String xml) {
        return xml.replaceFirst(
                        "<office:text>",
                        "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>deleted words</text:p>"
                                + "</text:deletion></text:changed-region></text:tracked-changes>")
                .replaceFirst(
                        "(<text:p>[^<]{20})",
                        "$1<office:annotation><text:p>I doubt this.</text:p></office:annotation>");
    }

    private static String withHeader(String xml) {
        return xml.replace(
                "</sheetData>",
                "</sheetData><headerFooter><oddHeader>&amp;L&amp;\"-,Bold\"Page &amp;P</oddHeader></headerFooter>");
    }

    private static byte[] changed(byte[] container, String part, UnaryOperator<String> change) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(container));
                ZipOutputStream out = new ZipOutputStream(changed)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
                out.putNextEntry(copy);
                out.write(
                        entry.getName().equals(part)
                                ? change.apply(new String(content, StandardCharsets.UTF_8))
                                        .getBytes(StandardCharsets.UTF_8)
                                : content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changed.toByteArray();
    }

    private String sentences(Phrases phrases, int count) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sentences.add(pick(phrases.sentences())
                    .replace("{thing}", pick(phrases.things()))
                    .replace("{day}", pick(phrases.days()))
                    .replace("{number}", number()));
        }
        return String.join(" ", sentences);
    }

    private String number() {
        return Integer.toString(2 + random.nextInt(900));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
