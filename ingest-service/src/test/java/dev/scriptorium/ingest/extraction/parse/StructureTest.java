package dev.scriptorium.ingest.extraction.parse;

import static dev.scriptorium.ingest.extraction.parse.Packages.docx;
import static dev.scriptorium.ingest.extraction.parse.Packages.odt;
import static dev.scriptorium.ingest.extraction.parse.Packages.p;
import static dev.scriptorium.ingest.extraction.parse.Packages.r;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks begin and end where the author's units do, and say what they are. */
class StructureTest {

    private static final String[] WRAPPED = {
        "The parties agree that the seller delivers the goods to the",
        "warehouse of the buyer in Leeds before the end of May and that",
        "the Buyer pays the price within thirty days of the delivery."
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(floats = {1.0f, 1.2f, 1.5f, 1.8f, 2.0f, 2.4f})
    void joinsTheLinesOfAPdfAtAnySpacing(float spacing) {
        byte[] pdf = new PdfPages()
                .lines(72, 720, 11, spacing, WRAPPED)
                .lines(72, 720 - 33 * spacing - 40, 11, spacing, WRAPPED)
                .bytes();

        assertThat(lines(pdf, "a.pdf"))
                .containsExactly(
                        "PARAGRAPH p1 " + String.join(" ", WRAPPED), "PARAGRAPH p1 " + String.join(" ", WRAPPED));
    }

    @Test
    void joinsASentenceOverColumnsAndPages() {
        byte[] pdf = new PdfPages()
                .line(72, 780, 9, "Annual Report 2026")
                .lines(
                        72,
                        700,
                        11,
                        1.2f,
                        "The committee decided that the new plant",
                        "in Leeds will be built by a local")
                .lines(
                        320,
                        700,
                        11,
                        1.2f,
                        "company and that it opens before the end",
                        "of the year, as the mayor had asked, and")
                .line(290, 40, 9, "1")
                .nextPage()
                .line(72, 780, 9, "Annual Report 2026")
                .lines(72, 700, 11, 1.2f, "that three hundred people work there.")
                .line(290, 40, 9, "2")
                .bytes();

        assertThat(lines(pdf, "a.pdf"))
                .containsExactly(
                        "~PARAGRAPH p1 Annual Report 2026",
                        "PARAGRAPH p1 The committee decided that the new plant in Leeds will be built by a local company"
                                + " and that it opens before the end of the year, as the mayor had asked, and that three"
                                + " hundred people work there.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "the state-of-the- | art process => the state-of-the-art process",
                "die Ein- | und Ausgabe => die Ein- und Ausgabe",
                "in Nord- | und Mitteleuropa => in Nord- und Mitteleuropa",
                "the long- | term plan => the long-term plan",
                "a chat- | optimized model => a chat-optimized model",
                "the agree- | ment of both => the agreement of both",
                "die Verein- | barung der Parteien => die Vereinbarung der Parteien",
                "the CO2- | Ausstoß falls => the CO2-Ausstoß falls"
            })
    void keepsTheHyphensThatBelongToAWord(String lines, String text) {
        byte[] pdf =
                new PdfPages().lines(72, 700, 11, 1.2f, lines.split(" \\| ")).bytes();

        assertThat(lines(pdf, "a.pdf")).containsExactly("PARAGRAPH p1 " + text);
    }

    @Test
    void tellsHeadingsOfAPdfByTheirFont() {
        byte[] pdf = new PdfPages()
                .line(72, 740, 20, "Contract of sale")
                .bold(72, 715, 11, "Terms of payment")
                .lines(
                        72,
                        700,
                        11,
                        1.2f,
                        "The buyer pays the price within thirty days after the delivery of the goods.",
                        "The seller may charge interest.")
                .line(72, 640, 11, "Signed in Leeds")
                .bytes();

        assertThat(lines(pdf, "a.pdf"))
                .containsExactly(
                        "HEADING p1 Contract of sale",
                        "HEADING p1 Terms of payment",
                        "PARAGRAPH p1 The buyer pays the price within thirty days after the delivery of the goods."
                                + " The seller may charge interest.",
                        "PARAGRAPH p1 Signed in Leeds");
    }

    @Test
    void readsTheRowsOfAPdfAsCells() {
        byte[] pdf = new PdfPages()
                .line(72, 740, 11, "The prices are as follows.")
                .line(72, 700, 11, "Item")
                .line(250, 700, 11, "Quantity")
                .line(400, 700, 11, "Price")
                .line(72, 685, 11, "Pen")
                .line(250, 685, 11, "2")
                .line(400, 685, 11, "4.00")
                .line(72, 670, 11, "Total")
                .line(400, 670, 11, "29.00")
                .bytes();

        assertThat(lines(pdf, "a.pdf"))
                .containsExactly(
                        "PARAGRAPH p1 The prices are as follows.",
                        "TABLE_CELL p1 [table 1, row 1, column 1] Item",
                        "TABLE_CELL p1 [table 1, row 1, column 2] Quantity",
                        "TABLE_CELL p1 [table 1, row 1, column 3] Price",
                        "TABLE_CELL p1 [table 1, row 2, column 1] Pen",
                        "TABLE_CELL p1 [table 1, row 2, column 2] 2",
                        "TABLE_CELL p1 [table 1, row 2, column 3] 4.00",
                        "TABLE_CELL p1 [table 1, row 3, column 1] Total",
                        "TABLE_CELL p1 [table 1, row 3, column 3] 29.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270})
    void readsTextThatIsTurned(int degrees) {
        byte[] pdf = new PdfPages()
                .turned(300, 400, 11, degrees, "The table on this page is turned.")
                .bytes();

        assertThat(lines(pdf, "a.pdf")).containsExactly("PARAGRAPH p1 The table on this page is turned.");
    }

    @Test
    void keepsAWatermarkApart() {
        byte[] pdf = new PdfPages()
                .turned(150, 300, 60, 45, "DRAFT")
                .lines(72, 700, 11, 1.2f, WRAPPED)
                .bytes();

        assertThat(lines(pdf, "a.pdf"))
                .hasSize(2)
                .contains("PARAGRAPH p1 " + String.join(" ", WRAPPED))
                .anySatisfy(line -> assertThat(line).startsWith("~").endsWith(" p1 DRAFT"));
    }

    @Test
    void marksTheBoilerplateOfAPage() {
        String page =
                "<div class='cookie-notice'><p>We use cookies.</p></div><header><a>Home</a></header><div role=navigation>Menu</div>"
                        + "<article><header><h1>New plant</h1></header><p>The plant opens in May.</p></article>"
                        + "<aside>Subscribe now.</aside><p>© 2026 Example Ltd</p><footer>Imprint</footer>";

        assertThat(lines(utf8(page), "a.html"))
                .containsExactly(
                        "~PARAGRAPH We use cookies.",
                        "~PARAGRAPH Home",
                        "~PARAGRAPH Menu",
                        "HEADING New plant",
                        "PARAGRAPH The plant opens in May.",
                        "~PARAGRAPH Subscribe now.",
                        "~PARAGRAPH © 2026 Example Ltd",
                        "~PARAGRAPH Imprint");
    }

    @Test
    void endsParagraphsAtTwoLineBreaksAndKeepsTheLinesOfAnAddress() {
        String letter =
                "Example Ltd\n1 High Street\nLeeds\n\nDear Ms Smith,\n\nthank you for your order of last week, which we\n"
                        + "received on Monday and ship today.\n\nKind regards\nTom\n";
        String[] units = {
            "PARAGRAPH Example Ltd",
            "PARAGRAPH 1 High Street",
            "PARAGRAPH Leeds",
            "PARAGRAPH Dear Ms Smith,",
            "PARAGRAPH thank you for your order of last week, which we received on Monday and ship today.",
            "PARAGRAPH Kind regards",
            "PARAGRAPH Tom"
        };

        assertThat(lines(utf8(letter), "a.txt")).containsExactly(units);
        assertThat(lines(utf8("<div>" + letter.replace("\n", "<br>") + "</div>"), "a.html"))
                .containsExactly(units);
        assertThat(lines(utf8("Subject: Order\r\n\r\n" + letter.replace("\n", "\r\n")), "a.eml"))
                .startsWith("HEADING Order")
                .endsWith(units);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n"})
    void seesEveryKindOfLineEnd(String end) {
        assertThat(lines(utf8(String.join(end, "One.", "", "Two", "===", "Three.", "- - -", "Four.")), "a.txt"))
                .containsExactly("PARAGRAPH One.", "HEADING Two", "PARAGRAPH Three.", "PARAGRAPH Four.");
    }

    @Test
    void keepsTextThatNobodyMayTranslate() {
        String page = "<p translate=no>const x = 1;</p><p>Buy <b class=notranslate>Acme</b> now.</p>";

        assertThat(lines(utf8(page), "a.html")).containsExactly("CODE const x = 1;", "PARAGRAPH Buy Acme now.");
    }

    @Test
    void givesEveryParagraphOfACellABlock() {
        String cell = "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>" + p(r("Duties")) + p(r("The tenant pays."))
                + "</w:tc>";
        String table = "<w:tbl><w:tr>" + cell + "<w:tc>" + p(r("Yes")) + "</w:tc></w:tr></w:tbl>";
        String openDocument = "<table:table><table:table-row><table:table-cell table:number-columns-spanned=\"2\">"
                + "<text:p>Duties</text:p><text:p>The tenant pays.</text:p></table:table-cell><table:covered-table-cell/>"
                + "<table:table-cell><text:p>Yes</text:p></table:table-cell></table:table-row></table:table>";
        String[] cells = {
            "TABLE_CELL [table 1, row 1, column 1] Duties",
            "TABLE_CELL [table 1, row 1, column 1] The tenant pays.",
            "TABLE_CELL [table 1, row 1, column 3] Yes"
        };

        assertThat(lines(docx(table), "a.docx")).containsExactly(cells);
        assertThat(lines(odt(openDocument), "a.odt")).containsExactly(cells);
        assertThat(lines(
                        utf8(
                                "<table><tr><td colspan=2><p>Duties</p><p>The tenant pays.</p></td><td>Yes</td></tr></table>"),
                        "a.html"))
                .containsExactly(cells);
    }

    @Test
    void readsTheTablesOfRtf() {
        String rtf = "{\\rtf1\\ansi\\pard Prices:\\par\\trowd\\cellx1\\cellx2\\pard\\intbl Pen\\cell 2\\cell\\row"
                + "\\trowd\\cellx1\\cellx2\\pard\\intbl Paper\\par A4\\cell 10\\cell\\row\\pard The end.\\par}";

        assertThat(lines(utf8(rtf), "a.rtf"))
                .containsExactly(
                        "PARAGRAPH Prices:",
                        "TABLE_CELL [table 1, row 1, column 1] Pen",
                        "TABLE_CELL [table 1, row 1, column 2] 2",
                        "TABLE_CELL [table 1, row 2, column 1] Paper",
                        "TABLE_CELL [table 1, row 2, column 1] A4",
                        "TABLE_CELL [table 1, row 2, column 2] 10",
                        "PARAGRAPH The end.");
    }

    @Test
    void knowsHeadingsOfWordByStyleBaseAndOutline() {
        byte[] document = docx(
                p("<w:pPr><w:pStyle w:val=\"Firma\"/></w:pPr>", r("By base"))
                        + p("<w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr>", r("By outline"))
                        + p(
                                "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr>",
                                r("An item"))
                        + p("<w:pPr><w:pStyle w:val=\"Toc1\"/></w:pPr>", r("By base 1")),
                Map.of(
                        "styles",
                        "<w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style>"
                                + "<w:style w:styleId=\"Firma\"><w:name w:val=\"Firma\"/><w:basedOn w:val=\"H1\"/></w:style>"
                                + "<w:style w:styleId=\"Toc1\"><w:name w:val=\"toc 1\"/></w:style>"));

        assertThat(lines(document, "a.docx"))
                .containsExactly("HEADING By base", "HEADING By outline", "LIST_ITEM An item", "~PARAGRAPH By base 1");
    }

    @Test
    void keepsTheNumbersThatWordGivesHeadings() {
        String level = "<w:lvl w:ilvl=\"%d\"><w:numFmt w:val=\"%s\"/><w:lvlText w:val=\"%s\"/></w:lvl>";
        byte[] document = docx(
                heading(0, "Scope")
                        + heading(1, "Parts")
                        + heading(1, "Prices")
                        + heading(0, "End")
                        + heading(2, "Notes"),
                Map.of(
                        "numbering",
                        "<w:abstractNum w:abstractNumId=\"7\">" + level.formatted(0, "upperRoman", "%1.")
                                + level.formatted(1, "decimal", "%1.%2") + level.formatted(2, "lowerLetter", "%3)")
                                + "</w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num>"));

        assertThat(lines(document, "a.docx"))
                .containsExactly(
                        "HEADING I. Scope",
                        "HEADING I.1 Parts",
                        "HEADING I.2 Prices",
                        "HEADING II. End",
                        "HEADING a) Notes");
    }

    private static String heading(int level, String text) {
        return p(
                "<w:pPr><w:outlineLvl w:val=\"0\"/><w:numPr><w:ilvl w:val=\"" + level
                        + "\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr>",
                r(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "'sep=;\nName;Price\nPen;2,00' => ;",
                "'Name;Price\nPen;2,00\nPaper;4,50' => ;",
                "'Report of 2026, all shops\n\nName\tPrice\tSum\nPen\t2\t4\nInk\t3\t9' => \t",
                "'a,b\n\"one\ntwo; three\",2\nx,3' => ,",
                "'\"sep=|\"\na|b,c\nd|e' => |"
            })
    void findsTheColumnsOfCsv(String csv, String separator) {
        assertThat(lines(utf8(csv), "a.csv"))
                .noneMatch(line -> line.contains("sep="))
                .anyMatch(line -> line.contains("column 2]"))
                .noneMatch(line -> line.contains("] ")
                        && line.substring(line.indexOf("] ")).contains(separator + "2"));
    }

    @Test
    void readsAttachedMailsAndNamesWhatItDoesNotRead() {
        String mail = String.join(
                "\r\n",
                "From MAILER Mon Mar  2 10:00:00 2026",
                "Subject: Fwd",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: message/rfc822",
                "",
                "Subject: =?iso-8859-1?Q?Vertr=E4ge?=",
                "Content-Type: text/plain; charset=iso-8859-1",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "Der Vertrag endet im M=E4rz.",
                "--b",
                "Content-Type: application/pdf; name=offer.pdf",
                "Content-Disposition: attachment",
                "",
                "x",
                "--b--",
                "");

        ParsedDocument parsed = ParsedDocument.of(utf8(mail), "a.eml", "", folder);

        assertThat(parsed.lines())
                .containsExactly("HEADING Fwd", "HEADING Verträge", "PARAGRAPH Der Vertrag endet im März.");
        assertThat(parsed.unread()).containsExactly("attachment offer.pdf");
    }

    private List<String> lines(byte[] document, String name) {
        return ParsedDocument.of(document, name, "", folder).lines();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
