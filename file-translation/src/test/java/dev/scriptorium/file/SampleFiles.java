package dev.scriptorium.file;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.poi.sl.usermodel.PictureData;
import org.apache.poi.util.Units;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTable;
import org.apache.poi.xslf.usermodel.XSLFTableRow;
import org.apache.poi.xslf.usermodel.XSLFTextBox;
import org.apache.poi.xslf.usermodel.XSLFTextParagraph;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;

/**
 * Makes files of every format with what translations must keep: emphasis, links, notes, tables, images, formulas, code,
 * placeholders. The same seed gives the same texts.
 */
public final class SampleFiles {

    private static final String[] SUBJECTS = {
        "The committee", "A new engineer", "The red button", "Our customer", "Mrs Smith", "The second pump"
    };
    private static final String[] VERBS = {"describes", "replaces", "opens", "checks", "sends", "repairs"};
    private static final String[] OBJECTS = {
        "the safety manual",
        "a damaged cable",
        "the report of 12 May",
        "all open invoices",
        "5\u00A0kg of copper",
        "the main door"
    };

    private final Random random;

    private SampleFiles(long seed) {
        this.random = new Random(seed);
    }

    /** Writes a file of the format into a folder. */
    public static Path write(FileFormat format, long seed, Path folder) throws IOException {
        SampleFiles samples = new SampleFiles(seed);
        String extension = switch (format) {
            case MARKDOWN -> "md";
            case TEXT -> "txt";
            case XLIFF -> "xlf";
            default -> format.name().toLowerCase(java.util.Locale.ROOT);
        };
        Path file = folder.resolve("sample-" + seed + "." + extension);
        try (OutputStream out = Files.newOutputStream(file)) {
            switch (format) {
                case DOCX -> samples.docx(out);
                case PPTX -> samples.pptx(out);
                case XLSX -> samples.xlsx(out);
                case ODT, ODS, ODP -> samples.openDocument(format, out);
                default -> out.write(samples.text(format, seed).getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private String sentence() {
        return pick(SUBJECTS) + " " + pick(VERBS) + " " + pick(OBJECTS) + ".";
    }

    private String pick(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private int count() {
        return 1 + random.nextInt(4);
    }

    private void docx(OutputStream out) throws IOException {
        try (XWPFDocument document = new XWPFDocument()) {
            document.createHeader(HeaderFooterType.DEFAULT)
                    .createParagraph()
                    .createRun()
                    .setText("The header");
            XWPFParagraph heading = document.createParagraph();
            heading.setStyle("Heading1");
            heading.createRun().setText(sentence());
            for (int i = count(); i > 0; i--) {
                XWPFParagraph paragraph = document.createParagraph();
                paragraph.createRun().setText(pick(SUBJECTS) + " ");
                XWPFRun bold = paragraph.createRun();
                bold.setBold(true);
                bold.setText(pick(VERBS));
                paragraph.createRun().setText(" " + pick(OBJECTS) + ". ");
                paragraph.createHyperlinkRun("https://example.com/" + i).setText("Read the manual");
                XWPFRun broken = paragraph.createRun();
                broken.setText(" before you start.");
                broken.addBreak();
                broken.setText(sentence());
                broken.addTab();
                broken.setText("The end");
            }
            document.createFootnotes();
            var footnote = document.createFootnote();
            footnote.createParagraph().createRun().setText(sentence());
            XWPFParagraph noted = document.createParagraph();
            noted.createRun().setText("A sentence with a note");
            noted.addFootnoteReference(footnote);
            noted.createRun().setText(" in the middle.");
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("Name");
            table.getRow(0).getCell(1).setText("Meaning");
            table.getRow(1).getCell(0).setText(sentence());
            table.getRow(1).getCell(1).setText("12.50");
            document.createParagraph()
                    .createRun()
                    .addPicture(
                            new java.io.ByteArrayInputStream(picture()),
                            org.apache.poi.common.usermodel.PictureType.PNG,
                            "picture.png",
                            Units.toEMU(10),
                            Units.toEMU(10));
            XWPFParagraph formula = document.createParagraph();
            formula.createRun().setText("The formula is ");
            formula.getCTP().addNewOMath().addNewR().addNewT2().setStringValue("E=mc");
            formula.createRun().setText(" as always.");
            XWPFParagraph marked = document.createParagraph();
            marked.getCTP().addNewBookmarkStart().setId(BigInteger.ONE);
            marked.createRun().setText(sentence());
            marked.getCTP().addNewBookmarkEnd().setId(BigInteger.ONE);
            document.write(out);
        } catch (org.apache.poi.openxml4j.exceptions.InvalidFormatException e) {
            throw new IOException(e);
        }
    }

    private void pptx(OutputStream out) throws IOException {
        try (XMLSlideShow show = new XMLSlideShow()) {
            for (int i = count(); i > 0; i--) {
                XSLFSlide slide = show.createSlide();
                XSLFTextBox box = slide.createTextBox();
                box.setAnchor(new java.awt.Rectangle(10, 10, 300, 100));
                XSLFTextParagraph paragraph = box.addNewTextParagraph();
                paragraph.addNewTextRun().setText(pick(SUBJECTS) + " ");
                var bold = paragraph.addNewTextRun();
                bold.setBold(true);
                bold.setText("really");
                paragraph.addNewTextRun().setText(" " + pick(VERBS) + " " + pick(OBJECTS) + ".");
                paragraph.addLineBreak();
                var link = paragraph.addNewTextRun();
                link.setText("The second line");
                link.createHyperlink().setAddress("https://example.com/");
                XSLFTable table = slide.createTable();
                table.setAnchor(new java.awt.Rectangle(10, 200, 300, 100));
                XSLFTableRow row = table.addRow();
                row.addCell().setText(sentence());
                row.addCell().setText("42");
                var data = show.addPicture(picture(), PictureData.PictureType.PNG);
                slide.createPicture(data);
            }
            show.write(out);
        }
    }

    private void xlsx(OutputStream out) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            XSSFSheet sheet = workbook.createSheet("Summary");
            XSSFRow header = sheet.createRow(0);
            header.createCell(0).setCellValue("Article");
            header.createCell(1).setCellValue("Price");
            int rows = 2 + count();
            for (int i = 1; i <= rows; i++) {
                XSSFRow row = sheet.createRow(i);
                XSSFRichTextString text = new XSSFRichTextString(pick(SUBJECTS) + " for everyone");
                var font = workbook.createFont();
                font.setBold(true);
                text.applyFont(0, 3, font);
                row.createCell(0).setCellValue(text);
                row.createCell(1).setCellValue(i * 2.5);
                row.createCell(2).setCellValue("A-" + i);
                row.createCell(3).setCellValue("First line\nSecond line of " + i);
            }
            sheet.createRow(rows + 1).createCell(1).setCellFormula("SUM(B2:B" + (rows + 1) + ")");
            workbook.createSheet("Second").createRow(0).createCell(0).setCellFormula("Summary!B2*2");
            workbook.write(out);
        }
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }

    private void openDocument(FileFormat format, OutputStream out) throws IOException {
        String body = switch (format) {
            case ODT -> "<office:text>" + paragraphs() + "</office:text>";
            case ODS ->
                "<office:spreadsheet><table:table table:name=\"Sheet\">" + rows()
                        + "</table:table></office:spreadsheet>";
            default ->
                "<office:presentation><draw:page draw:name=\"p1\"><draw:frame><draw:text-box>" + paragraphs()
                        + "</draw:text-box></draw:frame></draw:page></office:presentation>";
        };
        String content = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content"
                + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
                + " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
                + " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
                + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.2\"><office:body>" + body
                + "</office:body></office:document-content>";
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            byte[] type = format.mediaType().getBytes(StandardCharsets.US_ASCII);
            ZipEntry first = new ZipEntry("mimetype");
            CRC32 crc = new CRC32();
            crc.update(type);
            first.setMethod(ZipEntry.STORED);
            first.setSize(type.length);
            first.setCrc(crc.getValue());
            put(zip, first, type);
            put(zip, new ZipEntry("content.xml"), content.getBytes(StandardCharsets.UTF_8));
            put(zip, new ZipEntry("META-INF/manifest.xml"), """
                    <?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>""".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void put(ZipOutputStream zip, ZipEntry entry, byte[] content) throws IOException {
        entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private String paragraphs() {
        StringBuilder text = new StringBuilder("<text:h text:outline-level=\"1\">" + sentence() + "</text:h>");
        for (int i = count(); i > 0; i--) {
            text.append("<text:p>")
                    .append(pick(SUBJECTS))
                    .append(" <text:span text:style-name=\"T1\">")
                    .append(pick(VERBS))
                    .append("</text:span> ")
                    .append(pick(OBJECTS))
                    .append("<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation>")
                    .append("<text:note-body><text:p>")
                    .append(sentence())
                    .append(
                            "</text:p></text:note-body></text:note>.<text:line-break/><text:a xlink:href=\"https://example.com\">")
                    .append("Read more</text:a> now.</text:p>");
        }
        return text + "<table:table table:name=\"t\">" + rows() + "</table:table>";
    }

    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (int i = count(); i > 0; i--) {
            rows.append("<table:table-row><table:table-cell><text:p>")
                    .append(sentence())
                    .append("</text:p></table:table-cell><table:table-cell><text:p>")
                    .append(i)
                    .append("</text:p></table:table-cell></table:table-row>");
        }
        return rows.toString();
    }

    private String text(FileFormat format, long seed) {
        String line = seed % 2 == 0 ? "\n" : "\r\n";
        List<String> lines = new ArrayList<>();
        switch (format) {
            case HTML -> html(lines);
            case MARKDOWN -> markdown(lines);
            case TEXT -> plain(lines);
            case CSV -> csv(lines);
            case XLIFF -> xliff(lines, seed % 2 == 0);
            case PO -> po(lines);
            case PROPERTIES -> properties(lines);
            case JSON -> json(lines);
            case YAML -> yaml(lines);
            case SRT, VTT -> subtitles(format, lines);
            default -> throw new IllegalArgumentException(format + " is no text");
        }
        return String.join(line, lines) + line;
    }

    private void html(List<String> lines) {
        lines.add("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"UTF-8\"><title>" + sentence() + "</title>");
        lines.add("<style>p { color: red }</style></head><body><h1>" + sentence() + "</h1>");
        for (int i = count(); i > 0; i--) {
            lines.add("<p>" + pick(SUBJECTS) + " <b>" + pick(VERBS) + "</b> <i>" + pick(OBJECTS)
                    + "</i> with <code>git commit -m x</code>.<sup><a href=\"#n\">1</a></sup><br>" + sentence()
                    + "</p>");
            lines.add("<ul><li>" + sentence() + " <img src=\"a.png\" alt=\"A picture\"></li></ul>");
        }
        lines.add("<p translate=\"no\">Not this</p><table><tr><th>Name</th><td>5</td></tr></table>");
        lines.add("<pre>first line");
        lines.add("  second line</pre><script>var a = \"text\";</script></body></html>");
    }

    private void markdown(List<String> lines) {
        lines.add("# " + sentence());
        lines.add("");
        for (int i = count(); i > 0; i--) {
            lines.add(pick(SUBJECTS) + " **" + pick(VERBS) + "** [" + pick(OBJECTS)
                    + "](https://example.com \"A title\") and");
            lines.add("uses `the code` here. " + sentence());
            lines.add("");
            lines.add("- " + sentence());
            lines.add("- *" + sentence() + "*");
            lines.add("");
        }
        lines.add("```java");
        lines.add("int count = 5; // a comment");
        lines.add("```");
        lines.add("");
        lines.add("| Name | Meaning |");
        lines.add("|------|---------|");
        lines.add("| Red | " + sentence() + " |");
    }

    private void plain(List<String> lines) {
        lines.add("MEETING NOTES");
        lines.add("");
        for (int i = count(); i > 0; i--) {
            lines.add("This is a paragraph of a text that was wrapped by hand after about seventy");
            lines.add("characters, as people do in mails. " + sentence());
            lines.add("");
            lines.add("  - " + sentence());
            lines.add("  - " + sentence());
            lines.add("");
        }
        lines.add("12 High Street");
        lines.add("London");
    }

    private void csv(List<String> lines) {
        lines.add("id;name;description");
        for (int i = count(); i > 0; i--) {
            lines.add("A-" + i + ";" + pick(SUBJECTS) + ";\"" + sentence() + " \"\"Quoted\"\"; and more\"");
        }
    }

    private void xliff(List<String> lines, boolean second) {
        lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        if (second) {
            lines.add(
                    "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\" trgLang=\"de\">");
            lines.add("<file id=\"f1\"><unit id=\"u1\"><segment id=\"s1\"><source>" + pick(SUBJECTS) + " <pc id=\"1\">"
                    + pick(VERBS) + "</pc> it. </source></segment><segment id=\"s2\"><source>" + sentence()
                    + "</source></segment></unit></file></xliff>");
        } else {
            lines.add("<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">");
            lines.add(
                    "<file original=\"a\" source-language=\"en\" target-language=\"de\" datatype=\"plaintext\"><body>");
            lines.add("<trans-unit id=\"1\"><source>" + pick(SUBJECTS) + " <g id=\"1\">" + pick(VERBS)
                    + "</g> it<x id=\"2\"/>." + "</source></trans-unit>");
            lines.add("<trans-unit id=\"2\"><source>Done</source><target>Fertig</target></trans-unit>");
            lines.add("</body></file></xliff>");
        }
    }

    private void po(List<String> lines) {
        lines.add("msgid \"\"");
        lines.add("msgstr \"\"");
        lines.add("\"Content-Type: text/plain; charset=UTF-8\\n\"");
        lines.add("\"Language: de\\n\"");
        for (int i = count(); i > 0; i--) {
            lines.add("");
            lines.add("#: main.c:" + i);
            lines.add("msgid \"" + sentence() + " %d files " + i + "\"");
            lines.add("msgstr \"\"");
        }
        lines.add("");
        lines.add("msgid \"Open the file\"");
        lines.add("msgstr \"Die Datei öffnen\"");
    }

    private void properties(List<String> lines) {
        lines.add("# A comment");
        for (int i = count(); i > 0; i--) {
            lines.add("key." + i + " = " + sentence().replace('\u00A0', ' ') + " {0} of {1}");
        }
        lines.add("line.break = One text\\nAnother text");
        lines.add("id = A-1");
    }

    private void json(List<String> lines) {
        lines.add("{\"title\": \"" + sentence() + "\",");
        for (int i = count(); i > 0; i--) {
            lines.add(" \"key" + i + "\": {\"text\": \"" + sentence()
                    + "\\nNext line\", \"url\": \"https://example.com/a\"},");
        }
        lines.add(" \"list\": [\"First item\", 5, true, null]}");
    }

    private void yaml(List<String> lines) {
        lines.add("en:");
        for (int i = count(); i > 0; i--) {
            lines.add("  key" + i + ": \"" + sentence() + " %{name}\"");
        }
        lines.add("  list:");
        lines.add("    - First item");
        lines.add("    - 'Second item: with a colon'");
        lines.add("  number: 5");
    }

    private void subtitles(FileFormat format, List<String> lines) {
        boolean vtt = format == FileFormat.VTT;
        if (vtt) {
            lines.add("WEBVTT");
            lines.add("");
        }
        for (int i = 1; i <= count() + 1; i++) {
            String mark = vtt ? "." : ",";
            lines.add(String.valueOf(i));
            lines.add("00:00:0" + i + mark + "000 --> 00:00:0" + (i + 1) + mark + "000");
            lines.add((vtt ? "<v Bob>" : "") + pick(SUBJECTS) + " <i>" + pick(VERBS) + "</i>");
            lines.add(pick(OBJECTS) + ".");
            lines.add("");
        }
    }
}
