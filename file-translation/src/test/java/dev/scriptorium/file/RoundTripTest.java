package dev.scriptorium.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {

    private static final Set<FileFormat> WITH_CODES = EnumSet.of(
            FileFormat.DOCX,
            FileFormat.PPTX,
            FileFormat.XLSX,
            FileFormat.ODT,
            FileFormat.ODP,
            FileFormat.HTML,
            FileFormat.MARKDOWN,
            FileFormat.XLIFF,
            FileFormat.SRT,
            FileFormat.VTT);

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}]*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(FileFormat.class)
    void aFileThatIsTranslatedToItselfHasTheSameTextsAndTheSameStructure(FileFormat format) throws IOException {
        for (long seed = 1; seed <= 2; seed++) {
            Path file = SampleFiles.write(format, seed, folder);

            Fidelity fidelity = translate(format, file, UnaryOperator.identity());

            assertThat(fidelity.differences()).as("%s, seed %d", format, seed).isEmpty();
            assertThat(fidelity.codesLost() + fidelity.codesAdded()).isZero();
            assertThat(fidelity.translated().unplacedCodes()).isZero();
            assertThat(fidelity.units()).isPositive().isEqualTo(fidelity.unitsAfter());
            assertThat(texts(format, result(file))).isEqualTo(texts(format, file));
        }
    }

    @ParameterizedTest
    @EnumSource(FileFormat.class)
    void aFileWithOtherWordsKeepsItsStructureAndItsCodes(FileFormat format) throws IOException {
        Path file = SampleFiles.write(format, 3, folder);

        Fidelity fidelity = translate(format, file, RoundTripTest::inAnotherLanguage);

        assertThat(fidelity.differences()).as(format.name()).isEmpty();
        assertThat(fidelity.codesLost() + fidelity.codesAdded()).isZero();
        assertThat(fidelity.translated().codes() > 0).isEqualTo(WITH_CODES.contains(format));
        assertThat(texts(format, result(file))).isNotEqualTo(texts(format, file));
    }

    @ParameterizedTest
    @EnumSource(FileFormat.class)
    void theSameTranslationsGiveTheSameBytes(FileFormat format) throws IOException {
        Path file = SampleFiles.write(format, 4, folder);

        translate(format, file, RoundTripTest::inAnotherLanguage);
        byte[] first = Files.readAllBytes(result(file));
        translate(format, file, RoundTripTest::inAnotherLanguage);

        assertThat(Files.readAllBytes(result(file))).isEqualTo(first);
    }

    @Test
    void textFilesThatAreTranslatedToThemselvesHaveTheSameBytes() throws IOException {
        for (FileFormat format :
                List.of(FileFormat.TEXT, FileFormat.CSV, FileFormat.SRT, FileFormat.VTT, FileFormat.JSON)) {
            Path file = SampleFiles.write(format, 5, folder);

            translate(format, file, UnaryOperator.identity());

            assertThat(result(file)).as(format.name()).hasSameBinaryContentAs(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<html lang=\"en\">, <html lang=\"de\">, en",
        "<html class=\"a\" lang=\"en-GB\">, <html class=\"a\" lang=\"de\">, en-GB",
        "<HTML lang='fr'>, <HTML lang='de'>, fr",
        "<html>, <html>, de"
    })
    void aPageSaysThatItIsInTheTargetLanguage(String before, String after, String own) throws IOException {
        Path file = folder.resolve("page.html");
        String quote = "<p>It said <i lang=\"es\">hola</i>.</p><p lang=\"" + own + "\">Good.</p></body></html>";
        Files.writeString(file, "<!DOCTYPE html>" + before + "<head><title>A</title></head><body>" + quote);

        translate(FileFormat.HTML, file, UnaryOperator.identity());

        assertThat(result(file)).content().contains(after, "<i lang=\"es\">", "<p lang=\"de\">");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "windows-1251 | page.html | <html><head><meta charset='windows-1251'></head><body><p>%s</p></body></html> | Добрый день",
                "Shift_JIS | page.html | <html><head><meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'></head><body><p>%s</p></body></html> | こんにちは世界",
                "ISO-2022-JP | page.html | <html><head><meta charset=iso-2022-jp></head><body><p>%s</p></body></html> | こんにちは世界",
                "windows-1252 | page.html | <html><body><p>%s</p></body></html> | Schöne “Grüße”",
                "windows-1252 | page.html | <html><meta charset='iso-8859-1'><body><p>%s</p></body></html> | Schöne “Grüße”",
                "UTF-16 | page.html | <html><head><meta charset='utf-16'></head><body><p>%s</p></body></html> | Добрый день",
                "ISO-8859-2 | a.xlf | <?xml version='1.0' encoding='ISO-8859-2'?><xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'><file original='a' source-language='pl' target-language='de' datatype='plaintext'><body><trans-unit id='1'><source>%s</source></trans-unit></body></file></xliff> | Zażółć gęślą",
                "windows-1250 | a.xlf | <?xml version='1.0' encoding='windows-1250'?><xliff version='2.0' xmlns='urn:oasis:names:tc:xliff:document:2.0' srcLang='pl' trgLang='de'><file id='f'><unit id='u'><segment id='s'><source>%s</source></segment></unit></file></xliff> | Zażółć gęślą",
                "ISO-8859-2 | a.po | msgid \"\"⏎msgstr \"Content-Type: text/plain; charset=ISO-8859-2\\n\"⏎⏎msgid \"%s\"⏎msgstr \"\"⏎ | Zażółć gęślą",
                "windows-1252 | a.txt | %s | Schöne “Grüße”",
                "UTF-16 | a.json | {\"a\": \"%s\"} | Добрый день",
            })
    void aFileIsReadInTheCharsetThatItDeclares(String charset, String name, String content, String text)
            throws IOException {
        Path file = folder.resolve(name);
        FileFormat format = FileFormat.ofName(name).orElseThrow();
        Files.writeString(file, content.replace('⏎', '\n').formatted(text), Charset.forName(charset));

        Fidelity fidelity = translate(format, file, RoundTripTest::inAnotherLanguage);

        assertThat(texts(format, file)).containsExactly(text);
        assertThat(texts(format, result(file))).containsExactly(inAnotherLanguage(text));
        assertThat(fidelity.differences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Viele Grüße, windows-1252", "Привет, UTF-8"})
    void aTextFileKeepsItsCharsetUnlessItLacksALetterOfTheTranslation(String translation, String charset)
            throws IOException {
        Path file = folder.resolve("letter.txt");
        Files.writeString(file, "Schöne Grüße", Charset.forName("windows-1252"));

        translate(FileFormat.TEXT, file, text -> translation);

        assertThat(Files.readString(result(file), Charset.forName(charset))).isEqualTo(translation);
    }

    @Test
    void subtitlesKeepCharactersThatAreWrittenAsReferences() throws IOException {
        Path file = folder.resolve("a.vtt");
        Files.writeString(
                file, "WEBVTT\n\n00:01.000 --> 00:02.000\nIt&#39;s &quot;good&quot; &amp; cheap &lt;3 &eacute;\n");

        translate(FileFormat.VTT, file, text -> "So: " + text);

        assertThat(result(file)).content().endsWith("\nSo: It's \"good\" &amp; cheap &lt;3 é\n");
    }

    @Test
    void aPictureInASentenceKeepsTheSpaceInFrontOfIt() throws IOException {
        Path file = folder.resolve("page.html");
        Files.writeString(file, "<html><body><p>Press the button <img src=\"b.png\">.</p></body></html>");

        translate(FileFormat.HTML, file, text -> "Drücken Sie die Taste.");

        assertThat(result(file)).content().contains("<p>Drücken Sie die Taste <img src=\"b.png\">.</p>");
    }

    /** As some programs write it: month and day are zero. */
    @Test
    void anArchiveWhoseEntriesHaveNoTimeIsTranslated() throws IOException {
        Path file = SampleFiles.write(FileFormat.DOCX, 1, folder);
        byte[] archive = Files.readAllBytes(file);
        clear(archive, new byte[] {'P', 'K', 3, 4}, 10);
        clear(archive, new byte[] {'P', 'K', 1, 2}, 12);
        Files.write(file, archive);

        assertThat(translate(FileFormat.DOCX, file, UnaryOperator.identity()).differences())
                .isEmpty();
    }

    private static void clear(byte[] archive, byte[] header, int offset) {
        for (int i = 0; i + offset + 4 < archive.length; i++) {
            if (Arrays.equals(archive, i, i + header.length, header, 0, header.length)) {
                Arrays.fill(archive, i + offset, i + offset + 4, (byte) 0);
            }
        }
    }

    private Fidelity translate(FileFormat format, Path file, UnaryOperator<String> model) throws IOException {
        FileTranslation translation = FileTranslation.of(format, file);
        List<SegmentTranslation> segments = new ArrayList<>();
        translation.read(text -> segments.add(new SegmentTranslation(text.text(), model.apply(text.text()), false)));
        return translation.write("de", segments, Map.of(), result(file));
    }

    private static Path result(Path file) {
        return file.resolveSibling("result-" + file.getFileName());
    }

    private static List<String> texts(FileFormat format, Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        if (format.isBilingual()) {
            FileTranslation.open(format, file)
                    .readResult(
                            net.sf.okapi.common.LocaleId.GERMAN,
                            unit -> texts.add(unit.text().text()));
            if (texts.stream().allMatch(String::isEmpty)
                    || !file.getFileName().toString().startsWith("result")) {
                texts.clear();
                FileTranslation.open(format, file)
                        .read(unit -> texts.add(unit.text().text()));
                texts.replaceAll(text ->
                        text.equals("Done") ? "Fertig" : text.equals("Open the file") ? "Die Datei öffnen" : text);
            }
        } else {
            FileTranslation.open(format, file)
                    .read(unit -> texts.add(unit.text().text()));
        }
        return texts;
    }

    /** Other words, in another order, with what no model changes: code, placeholders, numbers. */
    static String inAnotherLanguage(String text) {
        if (text.contains("`") || text.contains("{") || text.contains("%")) {
            return "zo " + text;
        }
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ")) {
            boolean letters = !WORDS.matcher(word).matches();
            words.add(letters ? word.replaceAll("(\\p{L}+)", "zo$1") : word);
        }
        return String.join(" ", words);
    }
}
