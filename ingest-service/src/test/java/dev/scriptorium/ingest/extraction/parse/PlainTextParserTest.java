package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.testing.documents.DocumentForm;
import dev.scriptorium.testing.documents.SimpleDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextParserTest {

    private static final String TEXT = "Dear all,\n\n- first\n- second\n\nNext: the plan | for 2027\n\nKind regards";

    @TempDir
    private Path folder;

    private final ParsedDocument here = new ParsedDocument(DocumentFormat.TEXT, new ArrayList<>());

    @ParameterizedTest
    @CsvSource({
        "note.txt, application/pdf, true",
        "NOTE.TXT, '', true",
        "readme.md, '', true",
        "'', text/plain; charset=utf-8, true",
        "no extension, text/markdown, true",
        "'', '', false",
        "page.html, text/plain, false",
        "a.pdf, text/plain, false",
        "data.csv, text/plain, false"
    })
    void takesOnlyWhatIsPromisedToBeText(String name, String mediaType, boolean taken) {
        assertThat(PlainTextParser.mayRead(name, mediaType)).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"note.txt", "note.md"})
    void givesTheSameBlocksAsAParsingProcess(String name) {
        ParsedDocument there = ParsedDocument.of(utf8(TEXT), name, "", folder);

        assertThat(PlainTextParser.read(utf8(TEXT), name, "", out())).contains(there.format());
        assertThat(here.parts()).isEqualTo(there.parts());
    }

    @Test
    void leavesOtherFormatsToAParsingProcess() {
        SimpleDocument document = SimpleDocument.parse("# Title\n\nText.");
        List<byte[]> others = new ArrayList<>(List.of(
                utf8("<!DOCTYPE html><p>x"), "Größe".getBytes(StandardCharsets.ISO_8859_1), new byte[] {0, 1, 2, 3}));
        for (DocumentForm form : List.of(DocumentForm.PDF, DocumentForm.RTF, DocumentForm.DOCX, DocumentForm.HTML)) {
            others.add(form.write(document));
        }

        assertThat(others)
                .allSatisfy(bytes -> assertThat(PlainTextParser.read(bytes, "a.txt", "", out()))
                        .isEmpty());
        assertThat(here.parts()).isEmpty();
    }

    private PartWriter out() {
        return new PartWriter(ParsedDocument.LIMITS, here.parts()::add);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
