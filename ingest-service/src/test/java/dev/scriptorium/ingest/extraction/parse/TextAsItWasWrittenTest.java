package dev.scriptorium.ingest.extraction.parse;

import static dev.scriptorium.ingest.extraction.parse.Packages.docx;
import static dev.scriptorium.ingest.extraction.parse.Packages.odt;
import static dev.scriptorium.ingest.extraction.parse.Packages.p;
import static dev.scriptorium.ingest.extraction.parse.Packages.r;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters and numbers come out as the author wrote them, and nothing comes out that the author took out. */
class TextAsItWasWrittenTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "iso-8859-1, Grüße aus Köln.",
        "windows-1252, It’s “final”: 20 €.",
        "iso-8859-15, Das kostet 20 €.",
        "iso-8859-2, Příliš žluťoučký kůň.",
        "windows-1251, Спасибо за письмо.",
        "koi8-r, Спасибо за письмо.",
        "gb2312, 谢谢你的来信。",
        "shift_jis, お手紙ありがとう。",
        "iso-2022-jp, お手紙ありがとう。",
        "euc-kr, 편지 고마워요.",
        "windows-1256, شكرا على رسالتك",
        "utf-8, Ďakujem – 20 €."
    })
    void readsTheDeclaredCharsetOfMailsAndPages(String charset, String text) {
        Charset encoding = Charset.forName(charset);
        byte[] mail =
                ("Subject: a\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: text/plain; charset="
                                + charset + "\r\n\r\n" + text + "\r\n")
                        .getBytes(encoding);
        byte[] page = ("<!doctype html><html><head><meta charset=\"" + charset + "\"></head><body><p>" + text
                        + "</p></body></html>")
                .getBytes(encoding);
        byte[] htmlMail = ("Subject: a\r\nContent-Type: text/html; charset=\"" + charset + "\"\r\n\r\n<p>" + text
                        + "</p>")
                .getBytes(encoding);

        assertThat(lines(mail, "a.eml")).containsExactly("HEADING a", "PARAGRAPH " + text);
        assertThat(lines(page, "a.html")).containsExactly("PARAGRAPH " + text);
        assertThat(lines(htmlMail, "a.eml")).containsExactly("HEADING a", "PARAGRAPH " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "iso-8859-1, Grüße aus Köln.",
        "windows-1252, It’s “final”: 20 € – agreed.",
        "windows-1252, « Ça va ? » – déjà 5 €",
        "windows-1252, ¿Qué tal? Mañana.",
        "windows-31j, '名前,年齢,住所 佐藤太郎,東京'",
        "GB18030, 合同在六月底结束。",
        "x-windows-949, 계약은 유월에 끝납니다.",
        "UTF-16LE, The parcel is late.",
        "UTF-16BE, The parcel is late."
    })
    void guessesShortTextsWithoutADeclaration(String charset, String text) {
        assertThat(lines(text.getBytes(Charset.forName(charset)), "a.txt")).containsExactly("PARAGRAPH " + text);
    }

    @Test
    void readsUtf8WhereverAllBytesAreThatWhateverIsDeclared() {
        String text = "Die Prüfung der Geschäftsbücher.";
        String style = "<style>" + "p { margin: 0 }\n".repeat(2_000) + "</style>";
        byte[] undeclared = utf8("<html><head>" + style + "</head><body><p>" + text + "</p></body></html>");
        byte[] wrong = utf8("<html><head><meta charset=iso-8859-2></head><body><p>" + text + "</p></body></html>");

        assertThat(lines(undeclared, "a.html")).containsExactly("PARAGRAPH " + text);
        assertThat(lines(wrong, "a.html")).containsExactly("PARAGRAPH " + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12. März 2026", "3. Mahnung: Bitte zahlen Sie.", "1. Mai 2026", "4. The buyer pays.", "- 5 °C"})
    void keepsNumbersAtTheStartOfALine(String text) {
        String paragraph = "PARAGRAPH " + text;

        assertThat(lines(utf8(text), "a.txt")).containsExactly(paragraph);
        assertThat(lines(utf8("Subject: a\r\n\r\n" + text), "a.eml")).containsExactly("HEADING a", paragraph);
        assertThat(lines(utf8("<p>" + text + "</p>"), "a.html")).containsExactly(paragraph);
        assertThat(lines(docx(p(r(text))), "a.docx")).containsExactly(paragraph);
        assertThat(lines(odt("<text:p>" + text + "</text:p>"), "a.odt")).containsExactly(paragraph);
        assertThat(lines(rtf(text + "\\par"), "a.rtf")).containsExactly(paragraph);
        assertThat(lines(new PdfPages().line(72, 700, 11, text).bytes(), "a.pdf"))
                .containsExactly("PARAGRAPH p1 " + text);
    }

    @Test
    void takesMarksAwayWhereAListIs() {
        assertThat(lines(utf8("Bring:\n1. the pen\n2. the paper,\n   white\n\n- one\n- 2 more\n"), "a.txt"))
                .containsExactly(
                        "PARAGRAPH Bring:",
                        "LIST_ITEM the pen",
                        "LIST_ITEM the paper, white",
                        "LIST_ITEM one",
                        "LIST_ITEM 2 more");
    }

    @Test
    void keepsADateThatALineBreakPutsFirst() {
        String letter =
                "Die Lieferung an das Lager in Hamburg erfolgt spätestens am\n12. März 2026. Die Rechnung folgt.";

        assertThat(lines(utf8(letter), "a.txt")).containsExactly("PARAGRAPH " + letter.replace('\n', ' '));
        assertThat(lines(utf8(letter), "a.md")).containsExactly("PARAGRAPH " + letter.replace('\n', ' '));
    }

    @Test
    void keepsHyphensSymbolsAndTabsOfWord() {
        String body = p(
                r("From 5"),
                "<w:r><w:noBreakHyphen/></w:r>",
                r("10"),
                "<w:r><w:ptab/></w:r>",
                r("pieces "),
                "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r>",
                r(" done "),
                "<w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r>",
                r(" 3 "),
                "<w:r><w:sym w:font=\"Odd Signs\" w:char=\"F041\"/></w:r>");

        assertThat(lines(docx(body), "a.docx")).containsExactly("PARAGRAPH From 5-10 pieces ✓ done ≥ 3 □");
        assertThat(lines(rtf("From 5\\_10 e\\-mails \\endash  done\\par"), "a.rtf"))
                .containsExactly("PARAGRAPH From 5-10 emails – done");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            <m:f><m:num>{1}</m:num><m:den>{2}</m:den></m:f> => 1/2
            <m:f><m:num>{a+b}</m:num><m:den>{2}</m:den></m:f> => (a+b)/2
            <m:sSup><m:e>{10}</m:e><m:sup>{6}</m:sup></m:sSup> => 10^6
            <m:sSub><m:e>{x}</m:e><m:sub>{10}</m:sub></m:sSub> => x_10
            <m:rad><m:deg/><m:e>{2}</m:e></m:rad> => sqrt(2)
            <m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{i=1}</m:sub><m:sup>{n}</m:sup><m:e>{i}</m:e></m:nary> => ∑_(i=1)^n i
            <m:d><m:e>{x}</m:e></m:d> => (x)
            """)
    void writesFormulasInOneLine(String formula, String text) {
        String math = formula.replace("{", "<m:r><m:t>").replace("}", "</m:t></m:r>");

        assertThat(lines(docx(p(r("It is "), "<m:oMath>" + math + "</m:oMath>", r(" euros."))), "a.docx"))
                .containsExactly("PARAGRAPH It is " + text + " euros.");
    }

    @Test
    void writesFormulasOfPagesInOneLine() {
        String page = "<p>It is <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of "
                + "<math><msup><mn>10</mn><mn>6</mn></msup></math>.</p>";

        assertThat(lines(utf8(page), "a.html")).containsExactly("PARAGRAPH It is 1/2 of 10^6 .");
    }

    @Test
    void readsImportedPartsOfWordWhereTheyStand() {
        byte[] document = docx(
                p(r("Before.")) + "<w:altChunk r:id=\"aFChunk\"/>" + p(r("After.")),
                Map.of("aFChunk", "<html><body><h1>Report</h1><p>The tool wrote this – for 20 €.</p></body></html>"));

        assertThat(lines(document, "a.docx"))
                .containsExactly(
                        "PARAGRAPH Before.",
                        "HEADING Report",
                        "PARAGRAPH The tool wrote this – for 20 €.",
                        "PARAGRAPH After.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\rtf1\\ansi The price is fixed. {\\b The rent} is 900 euros.\\par}",
                "{\\rtf1\\ansi The price is fixed. {\\b The rent} is 900 euros.}",
                "{\\rtf1 The price is fixed. The rent is 900 euros.\\par\n}"
            })
    void readsRtfWithTheLeastThatItNeeds(String rtf) {
        assertThat(lines(utf8(rtf), "a.rtf")).containsExactly("PARAGRAPH The price is fixed. The rent is 900 euros.");
    }

    @ParameterizedTest
    @CsvSource({
        "\\fcharset204, \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2, Привет",
        "\\fcharset238, \\'8elu\\'9d, Žluť",
        "\\fcharset128, \\'93\\'fa\\'96\\'7b, 日本"
    })
    void readsRtfInTheCharsetOfItsFonts(String charset, String bytes, String text) {
        String rtf = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0" + charset + " Arial;}}\\pard\\f0 " + bytes + "\\par}";

        assertThat(lines(utf8(rtf), "a.rtf")).containsExactly("PARAGRAPH " + text);
    }

    @Test
    void leavesCommentsOutUnlessTheyAreWanted() {
        byte[] word = docx(
                p(r("The contract ends"), "<w:r><w:commentReference w:id=\"1\"/></w:r>", r(" in June.")),
                Map.of("comments", "<w:comment w:id=\"1\" w:author=\"Ann\">" + p(r("I doubt it.")) + "</w:comment>"));
        byte[] text = odt("<text:p>The contract ends<office:annotation><dc:creator>Ann</dc:creator>"
                + "<text:p>I doubt it.</text:p></office:annotation> in June.</text:p>");
        byte[] rtf =
                rtf("The contract ends{\\*\\atnauthor Ann}{\\chatn{\\*\\annotation\\pard I doubt it.}} in June.\\par");
        byte[] excel = Packages.xlsx(
                "<row r=\"1\"><c r=\"A1\"><v>80</v></c></row>",
                Map.of(
                        "comments",
                        "<comments><commentList><comment ref=\"A1\"><text><t>I doubt it.</t></text></comment></commentList></comments>"));

        for (Map.Entry<String, byte[]> document :
                Map.of("a.docx", word, "a.odt", text, "a.rtf", rtf).entrySet()) {
            assertThat(lines(document.getValue(), document.getKey()))
                    .containsExactly("PARAGRAPH The contract ends in June.");
            assertThat(ParsedDocument.withComments(document.getValue(), document.getKey(), folder)
                            .lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("~COMMENT ")
                    .endsWith("I doubt it.");
        }
        assertThat(lines(excel, "a.xlsx")).containsExactly("TABLE_CELL [sheet Data, row 1, column 1] 80");
        assertThat(ParsedDocument.withComments(excel, "a.xlsx", folder).lines())
                .contains("~COMMENT [sheet Data, row 1, column 1] I doubt it.");
    }

    @Test
    void leavesOutWhatIsDeletedHiddenOrAPlaceholder() {
        byte[] word = docx(p(
                        r("The rent is "),
                        "<w:del><w:r><w:delText>900</w:delText></w:r></w:del>",
                        "<w:ins>" + r("950") + "</w:ins>",
                        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>",
                        r(" euros."))
                + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p(r("Klicken Sie hier."))
                + "</w:sdtContent></w:sdt>");
        byte[] text = odt(
                "<text:tracked-changes><text:changed-region><text:deletion><text:p>900</text:p></text:deletion>"
                        + "</text:changed-region></text:tracked-changes><text:p>The rent is 950"
                        + "<text:span text:style-name=\"Gone\"> secret</text:span><text:placeholder>Click</text:placeholder> euros.</text:p>");
        byte[] rtf = rtf("The rent is {\\deleted 900}{\\revised 950}{\\v  secret} euros.\\par");
        byte[] page = utf8(
                "<div style='visibility: hidden'>secret</div><p>The rent is 950<span style=\"display:none\"> x</span>"
                        + "<template>y</template> euros.</p><p hidden>secret</p>");

        assertThat(lines(word, "a.docx")).containsExactly("PARAGRAPH The rent is 950 euros.");
        assertThat(lines(text, "a.odt")).containsExactly("PARAGRAPH The rent is 950 euros.");
        assertThat(lines(rtf, "a.rtf")).containsExactly("PARAGRAPH The rent is 950 euros.");
        assertThat(lines(page, "a.html")).containsExactly("PARAGRAPH The rent is 950 euros.");
    }

    @Test
    void putsNotesBehindTheirParagraph() {
        byte[] word = docx(
                p(r("The price"), "<w:r><w:footnoteReference w:id=\"2\"/></w:r>", r(" rises in May.")),
                Map.of("footnotes", "<w:footnote w:id=\"2\">" + p(r("Without tax.")) + "</w:footnote>"));
        byte[] text = odt("<text:p>The price<text:note><text:note-citation>1</text:note-citation><text:note-body>"
                + "<text:p>Without tax.</text:p></text:note-body></text:note> rises in May.</text:p>");
        byte[] rtf = rtf("The price{\\super\\chftn{\\footnote\\pard Without tax.}} rises in May.\\par");

        for (Map.Entry<String, byte[]> document :
                Map.of("a.docx", word, "a.odt", text, "a.rtf", rtf).entrySet()) {
            assertThat(lines(document.getValue(), document.getKey()))
                    .containsExactly("PARAGRAPH The price rises in May.", "PARAGRAPH Without tax.");
        }
    }

    @Test
    void leavesOutTheReadingsOfJapaneseCells() {
        byte[] excel = Packages.xlsx(
                "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></is></c></row>",
                Map.of());

        assertThat(lines(excel, "a.xlsx")).containsExactly("TABLE_CELL [sheet Data, row 1, column 1] 東京");
    }

    private List<String> lines(byte[] document, String name) {
        return ParsedDocument.of(document, name, "", folder).lines();
    }

    private static byte[] rtf(String body) {
        StringBuilder escaped = new StringBuilder();
        for (char c : body.toCharArray()) {
            escaped.append(c < 0x80 ? String.valueOf(c) : "\\u" + (short) c + "?");
        }
        return utf8("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\pard\\f0 " + escaped + "}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
