package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.testing.documents.DocumentForm;
import dev.scriptorium.testing.documents.SimpleDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.hslf.usermodel.HSLFTextBox;
import org.apache.poi.hssf.usermodel.HSSFClientAnchor;
import org.apache.poi.hssf.usermodel.HSSFComment;
import org.apache.poi.hssf.usermodel.HSSFRichTextString;
import org.apache.poi.hssf.usermodel.HSSFSheet;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentFormatsTest {

    private static final SimpleDocument REPORT = SimpleDocument.parse("""
            title: Quarterly report

            # Quarterly report

            Revenue grew by 12.5 percent. The customers in Zürich and Köln paid on time, and the delivery of all orders
            took less than three days.

            - We hire ten people.

            | Region | Revenue |
            |---|---|
            | North & East | 1,200 |
            """);

    private static final String PROSE =
            "Revenue grew by 12.5 percent. The customers in Zürich and Köln paid on time, and the delivery of all orders"
                    + " took less than three days.";

    @TempDir
    private Path folder;

    @Test
    void readsPlainText() {
        assertThat(parsed(DocumentForm.TXT).lines())
                .containsExactly(
                        "PARAGRAPH Quarterly report",
                        "PARAGRAPH " + PROSE,
                        "LIST_ITEM We hire ten people.",
                        "PARAGRAPH Region Revenue",
                        "PARAGRAPH North & East 1,200");
    }

    @ParameterizedTest
    @EnumSource(names = {"MD", "HTML", "DOCX", "ODT"})
    void keepsHeadingsListsAndTables(DocumentForm form) {
        assertThat(parsed(form).lines())
                .containsExactly(
                        "HEADING Quarterly report",
                        "PARAGRAPH " + PROSE,
                        "LIST_ITEM We hire ten people.",
                        "TABLE_CELL [table 1, row 1, column 1] Region",
                        "TABLE_CELL [table 1, row 1, column 2] Revenue",
                        "TABLE_CELL [table 1, row 2, column 1] North & East",
                        "TABLE_CELL [table 1, row 2, column 2] 1,200");
    }

    @Test
    void readsPdfByPages() {
        ParsedDocument pdf = parsed(DocumentForm.PDF);

        assertThat(pdf.lines())
                .startsWith("HEADING p1 Quarterly report", "PARAGRAPH p1 " + PROSE, "LIST_ITEM p1 We hire ten people.");
        assertThat(pdf.format()).isEqualTo(DocumentFormat.PDF);
    }

    @Test
    void readsPresentationsBySlides() {
        assertThat(parsed(DocumentForm.PPTX).lines())
                .startsWith(
                        "HEADING [slide 1] Quarterly report",
                        "PARAGRAPH [slide 1] " + PROSE,
                        "PARAGRAPH [slide 1] We hire ten people.");
    }

    @Test
    void readsSpreadsheetsByCells() {
        assertThat(parsed(DocumentForm.XLSX).lines())
                .contains(
                        "TABLE_CELL [sheet Overview, row 1, column 1] Quarterly report",
                        "TABLE_CELL [sheet Overview, row 5, column 1] North & East",
                        "TABLE_CELL [sheet Overview, row 5, column 2] 1,200");
    }

    @Test
    void readsOldSpreadsheets() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HSSFWorkbook workbook = new HSSFWorkbook()) {
            HSSFSheet sheet = workbook.createSheet("Orders");
            sheet.createRow(2).createCell(1).setCellValue("Bolts");
            Cell count = sheet.createRow(6).createCell(2);
            count.setCellValue(40);
            HSSFComment comment = sheet.createDrawingPatriarch().createComment(new HSSFClientAnchor());
            comment.setString(new HSSFRichTextString("I doubt it."));
            count.setCellComment(comment);
            sheet.getHeader().setCenter("Page &P");
            workbook.write(bytes);
        }

        ParsedDocument parsed = ParsedDocument.of(bytes.toByteArray(), "orders.xls", "", folder);

        assertThat(parsed.format()).isEqualTo(DocumentFormat.XLS);
        assertThat(parsed.lines())
                .containsExactly(
                        "TABLE_CELL [sheet Orders, row 3, column 2] Bolts",
                        "TABLE_CELL [sheet Orders, row 7, column 3] 40");
        assertThat(ParsedDocument.withComments(bytes.toByteArray(), "orders.xls", folder)
                        .lines())
                .endsWith("~COMMENT [sheet Orders, row 7, column 3] I doubt it.");
    }

    @Test
    void readsOldPresentations() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HSLFSlideShow show = new HSLFSlideShow()) {
            HSLFTextBox box = new HSLFTextBox();
            box.setText("The plan for the next year.");
            show.createSlide().addShape(box);
            show.write(bytes);
        }

        ParsedDocument parsed = ParsedDocument.of(bytes.toByteArray(), "plan.ppt", "", folder);

        assertThat(parsed.format()).isEqualTo(DocumentFormat.PPT);
        assertThat(parsed.lines()).contains("PARAGRAPH [slide 1] The plan for the next year.");
    }

    @Test
    void readsRichText() {
        assertThat(parsed(DocumentForm.RTF).lines())
                .startsWith("HEADING Quarterly report", "PARAGRAPH " + PROSE, "LIST_ITEM We hire ten people.");
    }

    @Test
    void readsMailsWithTheirSubject() {
        assertThat(parsed(DocumentForm.EML).lines())
                .startsWith(
                        "HEADING Quarterly report",
                        "PARAGRAPH Quarterly report",
                        "PARAGRAPH " + PROSE,
                        "LIST_ITEM We hire ten people.");
    }

    @Test
    void prefersTheHtmlOfAMailAndLeavesAttachments() {
        String mail = String.join(
                "\r\n",
                "From: a@example.com",
                "Subject: Two versions",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=outer",
                "",
                "--outer",
                "Content-Type: multipart/alternative; boundary=inner",
                "",
                "--inner",
                "Content-Type: text/plain; charset=utf-8",
                "",
                "The plain version.",
                "--inner",
                "Content-Type: text/html; charset=utf-8",
                "",
                "<html><body><p>The first\r\nparagraph.</p><p>The <b>second</b> one.</p></body></html>",
                "--inner--",
                "--outer",
                "Content-Type: text/plain; name=notes.txt",
                "Content-Disposition: attachment; filename=notes.txt",
                "",
                "Attached text.",
                "--outer--",
                "");

        assertThat(ParsedDocument.of(utf8(mail), "two.eml", "", folder).lines())
                .containsExactly("HEADING Two versions", "PARAGRAPH The first paragraph.", "PARAGRAPH The second one.");
    }

    @Test
    void readsCsvByCells() {
        ParsedDocument csv =
                ParsedDocument.of(utf8("name;remark\nBolts;\"long; and\nwide\"\nNuts;\n"), "stock.csv", "", folder);

        assertThat(csv.lines())
                .containsExactly(
                        "TABLE_CELL [row 1, column 1] name",
                        "TABLE_CELL [row 1, column 2] remark",
                        "TABLE_CELL [row 2, column 1] Bolts",
                        "TABLE_CELL [row 2, column 2] long; and wide",
                        "TABLE_CELL [row 3, column 1] Nuts");
    }

    @Test
    void readsCodeAndQuotesInHtml() {
        String html = "<!doctype html><html><head><title>t</title><style>p{}</style></head><body><script>run()</script>"
                + "<div>One</div><div>Two <i>words</i><br>here</div><pre>if (a) {\n  b();\n}</pre>"
                + "<table><tr><td><p>outer</p><table><tr><td>inner</td></tr></table></td></tr></table></body></html>";

        assertThat(ParsedDocument.of(utf8(html), "page.html", "", folder).lines())
                .containsExactly(
                        "PARAGRAPH One",
                        "PARAGRAPH Two words here",
                        "CODE if (a) {\n  b();\n}",
                        "TABLE_CELL [table 1, row 1, column 1] outer",
                        "TABLE_CELL [table 2, row 1, column 1] inner");
    }

    @Test
    void findsTheEncodingOfOldText() {
        byte[] latin1 = "Die Lieferung für Köln ist schön verpackt und geht über Österreich. Größe und Maße stimmen.\n"
                .repeat(3)
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ParsedDocument.of(latin1, "alt.txt", "text/plain", folder)
                        .blocks()
                        .getFirst()
                        .getText())
                .startsWith("Die Lieferung für Köln ist schön verpackt und geht über Österreich. Größe");
    }

    @Test
    void findsTheEncodingOfUtf16() {
        byte[] utf16 = "The parcel is late.".getBytes(StandardCharsets.UTF_16);

        assertThat(ParsedDocument.of(utf16, "late.txt", "", folder).lines())
                .containsExactly("PARAGRAPH The parcel is late.");
    }

    @Test
    void joinsWordsThatALineDivided() {
        SimpleDocument document = new SimpleDocument(
                "",
                "en",
                List.of(new SimpleDocument.Paragraph("The agree- ment of the year-end is ready for every one.")));
        byte[] pdf = new String(DocumentForm.PDF.write(document), StandardCharsets.ISO_8859_1)
                .replace("(The agree- ment", "(The agree-) Tj 0 -15 Td (ment")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ParsedDocument.of(pdf, "a.pdf", "", folder).lines())
                .containsExactly("PARAGRAPH p1 The agreement of the year-end is ready for every one.");
    }

    @ParameterizedTest
    @EnumSource(DocumentForm.class)
    void knowsTheFormatByContentWhateverTheNameSays(DocumentForm form) {
        boolean hasSigns = form != DocumentForm.TXT && form != DocumentForm.MD && form != DocumentForm.CSV;
        String name = hasSigns && form != DocumentForm.EML ? "wrong.txt" : "right." + form.extension();

        ParsedDocument parsed = ParsedDocument.of(form.write(REPORT), name, "", folder);

        assertThat(parsed.format().mediaType()).isEqualTo(form.mediaType());
    }

    @ParameterizedTest
    @EnumSource(DocumentForm.class)
    void givesTheSameBlocksEveryTime(DocumentForm form) {
        byte[] bytes = form.write(REPORT);

        assertThat(ParsedDocument.of(bytes, "a." + form.extension(), "", folder).parts())
                .isEqualTo(ParsedDocument.of(bytes, "a." + form.extension(), "", folder)
                        .parts());
    }

    private ParsedDocument parsed(DocumentForm form) {
        return ParsedDocument.of(form.write(REPORT), "report." + form.extension(), "", folder);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
