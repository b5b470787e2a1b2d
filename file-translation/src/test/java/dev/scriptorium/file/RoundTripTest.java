package dev.scriptorium.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {

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
        assertThat(fidelity.translated().codes()).isNotNegative();
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

    private Fidelity translate(FileFormat format, Path file, UnaryOperator<String> model) throws IOException {
        FileTranslation translation = FileTranslation.of(format, file);
        List<SegmentTranslation> segments = new ArrayList<>();
        translation.read((kind, text) -> segments.add(new SegmentTranslation(text, model.apply(text), false)));
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
