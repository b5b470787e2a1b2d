package dev.scriptorium.ingest.extraction.parse;

import static dev.scriptorium.ingest.extraction.parse.ParsedDocument.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.testing.documents.DocumentForm;
import dev.scriptorium.testing.documents.PdfForm;
import dev.scriptorium.testing.documents.SimpleDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are meant to harm, and those that were only unlucky. Crashes and hangs are the forks' matter. */
class HostileDocumentsTest {

    private static final SimpleDocument LETTER =
            SimpleDocument.parse("title: Letter\n\n# Letter\n\nThe offer is fine.");
    private static final String WORD = "word/document.xml";

    @TempDir
    private Path folder;

    @Test
    void refusesAnEmptyFile() {
        assertThat(refusalOf(new byte[0], "empty.pdf", folder)).isEqualTo(FailureCode.EMPTY_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {" \n\t \n", "\uFEFF", "\u200B\u200E\n"})
    void refusesTextWithoutText(String blank) {
        assertThat(refusalOf(utf8(blank), "blank.txt", folder)).isEqualTo(FailureCode.EMPTY_TEXT);
    }

    @Test
    void refusesAPdfOfPictures() {
        assertThat(refusalOf(PdfForm.withoutText(), "scan.pdf", folder)).isEqualTo(FailureCode.EMPTY_TEXT);
    }

    @Test
    void refusesABlankWordDocument() {
        byte[] blank = DocumentForm.DOCX.write(new SimpleDocument("", "en", List.of()));

        assertThat(refusalOf(blank, "blank.docx", folder)).isEqualTo(FailureCode.EMPTY_TEXT);
    }

    @Test
    void refusesAnEncryptedPdf() throws IOException {
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (PDDocument pdf = Loader.loadPDF(DocumentForm.PDF.write(LETTER))) {
            StandardProtectionPolicy policy = new StandardProtectionPolicy("owner", "user", new AccessPermission());
            policy.setEncryptionKeyLength(128);
            pdf.protect(policy);
            pdf.save(encrypted);
        }

        assertThat(refusalOf(encrypted.toByteArray(), "secret.pdf", folder)).isEqualTo(FailureCode.DOC_ENCRYPTED);
        assertThat(refusalOf(PdfForm.encrypted(LETTER), "secret.pdf", folder)).isEqualTo(FailureCode.DOC_ENCRYPTED);
    }

    @Test
    void refusesAnEncryptedWordDocument() throws Exception {
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (POIFSFileSystem container = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("secret");
            try (OutputStream out = encryptor.getDataStream(container)) {
                out.write(DocumentForm.DOCX.write(LETTER));
            }
            container.writeFilesystem(encrypted);
        }

        assertThat(refusalOf(encrypted.toByteArray(), "secret.docx", folder)).isEqualTo(FailureCode.DOC_ENCRYPTED);
    }

    @Test
    void refusesAnEncryptedMailAndOpenDocument() throws IOException {
        byte[] sealed =
                utf8("Subject: a\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nAAAA\r\n");
        byte[] inline =
                utf8("Subject: a\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n");
        byte[] text = replaced(
                DocumentForm.ODT.write(LETTER),
                "</manifest:manifest>",
                "<manifest:encryption-data/></manifest:manifest>");

        assertThat(refusalOf(sealed, "a.eml", folder)).isEqualTo(FailureCode.DOC_ENCRYPTED);
        assertThat(refusalOf(inline, "a.eml", folder)).isEqualTo(FailureCode.DOC_ENCRYPTED);
        assertThat(refusalOf(text, "a.odt", folder)).isEqualTo(FailureCode.DOC_ENCRYPTED);
    }

    @Test
    void callsFormatsByTheirNames() {
        byte[] word2003 = utf8("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>"
                + "<w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"/>");

        assertThat(refusalOf(word2003, "old.doc", folder)).isEqualTo(FailureCode.TYPE_UNSUPPORTED);
        assertThat(refusalOf(new byte[] {(byte) 0xFF, 'W', 'P', 'C', 16, 0, 0, 0, 1, 10, 0, 1}, "old.doc", folder))
                .isEqualTo(FailureCode.TYPE_UNSUPPORTED);
    }

    @Test
    void refusesAnRtfFileThatIsCutOff() {
        assertThat(refusalOf(utf8("{\\rtf1\\ansi The offer {\\b is"), "cut.rtf", folder))
                .isEqualTo(FailureCode.DOC_CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5_000, 200_000})
    void readsAPdfWhateverWasAddedBehindIt(int length) {
        byte[] pdf = DocumentForm.PDF.write(LETTER);
        byte[] longer = Arrays.copyOf(pdf, pdf.length + length);
        Arrays.fill(longer, pdf.length, longer.length, (byte) '\n');

        assertThat(ParsedDocument.of(longer, "a.pdf", "", folder).lines()).contains("PARAGRAPH p1 The offer is fine.");
    }

    @Test
    void readsContainersWhoseNamesAreNotUtf8() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(DocumentForm.DOCX.write(LETTER)));
                ZipOutputStream out = new ZipOutputStream(bytes, Charset.forName("IBM850"))) {
            out.putNextEntry(new ZipEntry("customXml/Größe.xml"));
            out.write(utf8("<a/>"));
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(in.readAllBytes());
            }
        }

        assertThat(ParsedDocument.of(bytes.toByteArray(), "a.docx", "", folder).lines())
                .contains("PARAGRAPH The offer is fine.");
    }

    @ParameterizedTest
    @EnumSource(names = {"PDF", "DOCX", "PPTX", "XLSX", "ODT"})
    void refusesWhatIsCutOff(DocumentForm form) {
        byte[] whole = form.write(LETTER);
        for (int tenths = 1; tenths < 10; tenths++) {
            byte[] cut = Arrays.copyOf(whole, whole.length * tenths / 10);

            assertThat(refusalOf(cut, "cut." + form.extension(), folder)).isEqualTo(FailureCode.DOC_CORRUPT);
        }
    }

    @Test
    void refusesAPdfWhoseInsideIsDamaged() {
        byte[] pdf = DocumentForm.PDF.write(LETTER);
        Arrays.fill(pdf, 9, pdf.length - 60, (byte) 'x');

        assertThat(refusalOf(pdf, "damaged.pdf", folder)).isEqualTo(FailureCode.DOC_CORRUPT);
    }

    @Test
    void refusesAProgramThatIsCalledPdf() {
        byte[] program = new byte[4096];
        System.arraycopy("MZ\u0090\0\3\0\0\0".getBytes(StandardCharsets.ISO_8859_1), 0, program, 0, 8);

        assertThat(refusalOf(program, "invoice.pdf", folder)).isEqualTo(FailureCode.TYPE_MISMATCH);
        assertThat(refusalOf(program, "program.exe", folder)).isEqualTo(FailureCode.TYPE_UNSUPPORTED);
        assertThat(refusalOf(program, "program.txt", folder)).isEqualTo(FailureCode.TYPE_MISMATCH);
    }

    @Test
    void refusesContainersThatAreNoDocument() {
        byte[] zip = zip("notes.txt", "only a text");

        assertThat(refusalOf(zip, "bundle.zip", folder)).isEqualTo(FailureCode.TYPE_UNSUPPORTED);
        assertThat(refusalOf(zip, "bundle.docx", folder)).isEqualTo(FailureCode.TYPE_MISMATCH);
    }

    @Test
    void readsTextThatIsCalledPdf() {
        ParsedDocument parsed = ParsedDocument.of(utf8("The offer is fine."), "letter.pdf", "", folder);

        assertThat(parsed.format()).isEqualTo(DocumentFormat.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bomb.docx", "bomb.zip", "bomb.odt"})
    void refusesAZipBombBeforeUnpackingIt(String name) throws IOException {
        byte[] bomb = bomb(WORD, 200 << 20, new byte[1 << 20]);

        assertThat(refusalOf(bomb, name, folder)).isEqualTo(FailureCode.ARCHIVE_BOMB);
    }

    @Test
    void refusesAZipBombWhoseTableOfContentsLies() throws IOException {
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) ' ');
        byte[] bomb = bomb(WORD, 64 << 20, piece);
        declareSmall(bomb);

        assertThat(refusalOf(bomb, "bomb.docx", folder)).isEqualTo(FailureCode.ARCHIVE_BOMB);
    }

    @Test
    void refusesThirtyMegabytesOfText() {
        byte[] large = utf8("All work and no play makes a dull report. "
                .repeat(30 << 20 >> 5)
                .substring(0, 30 << 20));

        assertThat(refusalOf(large, "large.txt", folder)).isEqualTo(FailureCode.DOC_TOO_LARGE);
    }

    @Test
    void refusesOnePageAndOneCharacterTooMany() {
        String most = "x".repeat((int) ParsedDocument.LIMITS.maxCharacters());

        assertThat(ParsedDocument.of(utf8(most), "most.txt", "", folder).blocks())
                .isNotEmpty();
        assertThat(refusalOf(utf8(most + "x"), "more.txt", folder)).isEqualTo(FailureCode.DOC_TOO_LARGE);
        assertThat(refusalOf(PdfForm.ofPages(ParsedDocument.LIMITS.maxPages() + 1), "long.pdf", folder))
                .isEqualTo(FailureCode.DOC_TOO_LARGE);
    }

    @Test
    void refusesMoreCellsThanItMayHave() {
        byte[] cells = utf8("a,b,c,d,e,f,g,h,i,j\n".repeat(ParsedDocument.LIMITS.maxBlocks() / 10 + 1));

        assertThat(refusalOf(cells, "cells.csv", folder)).isEqualTo(FailureCode.DOC_TOO_LARGE);
    }

    @Test
    void cutsASentenceOfTwoMegabytes() {
        String sentence = "and on ".repeat((2 << 20) / 7);

        ParsedDocument parsed = ParsedDocument.of(utf8(sentence), "endless.txt", "", folder);

        assertThat(parsed.parts())
                .hasSizeGreaterThan(40)
                .allSatisfy(part -> assertThat(part.getSerializedSize()).isLessThan(900 * 1024));
        assertThat(String.join(" ", parsed.blocks().stream().map(Block::getText).toList()))
                .isEqualTo(sentence.strip());
    }

    @Test
    void dropsControlCharacters() {
        String dirty = "\u0000The\u0007 offer\u001b[31m\u0008 is\u202e \ufefffine.\u0085\u000b Next\u00a0line.\ud83d";

        ParsedDocument parsed =
                ParsedDocument.of(dirty.getBytes(StandardCharsets.UTF_8), "dirty.txt", "text/plain", folder);

        assertThat(parsed.lines()).containsExactly("PARAGRAPH The offer[31m is fine. Next line.?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Qapla' batlh je. tlhIngan maH!", "ᚠᛇᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩᚠᚢᚱ", "😀👩‍👩‍👧 क्षि", "123 456 +++ ---"})
    void readsTextInWhateverLanguage(String text) {
        assertThat(ParsedDocument.of(utf8(text), "note.txt", "", folder).lines())
                .containsExactly("PARAGRAPH " + text);
    }

    @Test
    void readsNoOtherFileAndCallsNobody() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "CANARY");
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        server.start();
        String outside = "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/x.dtd";
        try {
            for (String target : List.of(secret.toUri().toString(), outside)) {
                String attack = "<!DOCTYPE d [<!ENTITY leak SYSTEM \"" + target + "\"><!ENTITY % p SYSTEM \"" + target
                        + "\"> %p;]>";
                for (DocumentForm form :
                        List.of(DocumentForm.DOCX, DocumentForm.ODT, DocumentForm.PPTX, DocumentForm.XLSX)) {
                    assertThatNothingLeaks(withDeclaration(form.write(LETTER), attack), "a." + form.extension());
                }
                assertThatNothingLeaks(
                        utf8("<?xml version=\"1.0\"?>" + attack + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>"
                                + "<p>Hello &leak;</p><img src=\"" + target + "\"/></body></html>"),
                        "a.xhtml");
            }
        } finally {
            server.stop(0);
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void survivesEntitiesThatMultiply() throws IOException {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE d [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 20; i++) {
            laughs.append(
                    "<!ENTITY a%d \"%s\">".formatted(i, "&a%d;".formatted(i - 1).repeat(10)));
        }
        byte[] docx = withDeclaration(DocumentForm.DOCX.write(LETTER), laughs + "]>");
        byte[] used = replaced(docx, "The offer is fine.", "&a19;");

        assertThat(refusalOf(used, "laughs.docx", folder)).isEqualTo(FailureCode.DOC_CORRUPT);
    }

    @Test
    void readsPagesThatAreNestedDeeply() {
        String html = "<!doctype html><html><body>" + "<div>".repeat(200_000) + "deep";

        assertThat(ParsedDocument.of(utf8(html), "deep.html", "", folder).lines())
                .containsExactly("PARAGRAPH deep");
    }

    private void assertThatNothingLeaks(byte[] document, String name) {
        try {
            assertThat(ParsedDocument.of(document, name, "", folder).lines().toString())
                    .doesNotContain("CANARY");
        } catch (dev.scriptorium.core.failure.FailureException refused) {
            assertThat(refused.code()).isEqualTo(FailureCode.DOC_CORRUPT);
        }
    }

    /** The same container, with a document type declaration in each of its XML parts and its entity in the text. */
    private static byte[] withDeclaration(byte[] container, String declaration) throws IOException {
        byte[] declared = replaced(container, "standalone=\"yes\"?>", "standalone=\"yes\"?>" + declaration);
        return declaration.contains("leak") ? replaced(declared, "The offer is fine.", "Hello &leak;") : declared;
    }

    private static byte[] replaced(byte[] container, String before, String after) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(container));
                ZipOutputStream out = new ZipOutputStream(changed)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                boolean content =
                        entry.getName().endsWith(".xml") && !entry.getName().startsWith("[");
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(utf8(content ? text.replace(before, after) : text));
            }
        }
        return changed.toByteArray();
    }

    private static byte[] bomb(String name, int size, byte[] piece) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            try (ZipInputStream letter =
                    new ZipInputStream(new ByteArrayInputStream(DocumentForm.DOCX.write(LETTER)))) {
                for (ZipEntry entry = letter.getNextEntry(); entry != null; entry = letter.getNextEntry()) {
                    byte[] content = letter.readAllBytes();
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    zip.write(content);
                    if (entry.getName().equals(name)) {
                        for (int written = 0; written < size; written += piece.length) {
                            zip.write(piece);
                        }
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    /** Sets the unpacked size of every entry in the table of contents to one byte. */
    private static void declareSmall(byte[] zip) {
        for (int i = 0; i + 28 < zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                zip[i + 24] = 1;
                zip[i + 25] = 0;
                zip[i + 26] = 0;
                zip[i + 27] = 0;
            }
        }
    }

    private static byte[] zip(String name, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(utf8(content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
