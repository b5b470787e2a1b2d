package dev.scriptorium.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.api.ResultViews.ClassificationView;
import dev.scriptorium.ingest.api.ResultViews.SummaryView;
import dev.scriptorium.ingest.api.ResultViews.TranslationView;
import dev.scriptorium.ingest.result.Provenance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsWritersTest {

    private static final Provenance PROVENANCE = new Provenance(List.of("tiny"), List.of(), "", 0, 0, 0, Instant.EPOCH);

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void writesALineOfJsonForEachDocument() throws IOException {
        ResultsWriter writer = new JsonLinesWriter(mapper, out);

        writer.write(document("a.txt", "Guten\nMorgen."));
        writer.write(document("b.txt", "Gute Nacht."));
        writer.finish();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .extracting(
                        line -> mapper.readTree(line).at("/translations/0/text").asText())
                .containsExactly("Guten\nMorgen.", "Gute Nacht.");
    }

    @Test
    void writesARowForEachDocumentAndAColumnForEachTask() throws IOException {
        ResultsWriter writer =
                new CsvWriter(List.of("classify:mood", "summarize", "translate:de", "translate:fr"), out);

        writer.write(document("a, \"b\".txt", "Guten\nMorgen."));
        writer.finish();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("id,customId,fileName,state,mediaType,language,failureCode,failureReason,"
                        + "classify:mood,summarize,translate:de,translate:fr\r\n"
                        + "1,,\"a, \"\"b\"\".txt\",SUCCEEDED,text/plain,en,,,happy,One. Two.,\"Guten\nMorgen.\",\r\n");
    }

    @Test
    void writesTheFilesOfEachDocumentUnderItsPathAndKeepsTwoOfOneName() throws IOException {
        ResultsWriter writer = new ZipWriter(mapper, out);

        writer.write(document("letters/a.txt", "Guten Morgen."));
        writer.write(document("Letters/A.txt", "Gute Nacht."));
        writer.finish();

        assertThat(entries())
                .containsExactly(
                        "letters/a.txt.json",
                        "letters/a.txt.summary.txt",
                        "letters/a.txt.de.txt",
                        "Letters/A.txt~2.json",
                        "Letters/A.txt~2.summary.txt",
                        "Letters/A.txt~2.de.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, etc/passwd",
        "/a.txt, a.txt",
        "C:\\x\\a.txt, C_/x/a.txt",
        "a/./..//b.txt, a/b.txt",
        "..., document",
        "a<b>.txt, a_b_.txt"
    })
    void leadsNowhereWithAPath(String fileName, String path) {
        assertThat(ZipWriter.path(fileName)).isEqualTo(path);
    }

    @Test
    void holdsNothingOfTheDocumentsThatItHasWritten() throws IOException {
        CountingStream counting = new CountingStream();
        ResultsWriter writer = new JsonLinesWriter(mapper, counting);
        String text = "x".repeat(100_000);

        for (int i = 0; i < 5_000; i++) {
            writer.write(document("a.txt", text));
        }
        writer.finish();

        assertThat(counting.bytes).isGreaterThan(5_000L * 100_000);
    }

    private List<String> entries() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static DocumentResults document(String fileName, String german) {
        return new DocumentResults(
                new DocumentView(
                        "1",
                        "2",
                        State.SUCCEEDED,
                        null,
                        fileName,
                        "",
                        1,
                        "text/plain",
                        "en",
                        List.of(),
                        1,
                        List.of(),
                        null,
                        Instant.EPOCH,
                        null,
                        null,
                        null),
                new SummaryView("extractive", "en", """
                        [{"text": "One.", "segments": ["0.0"], "score": 1}, {"text": "Two.", "segments": ["0.1"], "score": 1}]""", "{}", null, PROVENANCE),
                List.of(new TranslationView("de", List.of("en", "de"), true, false, 0, german, "[]", PROVENANCE)),
                List.of(new ClassificationView("mood", "happy", false, 1, "{}", "[]", PROVENANCE)));
    }

    private static final class CountingStream extends OutputStream {

        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] block, int offset, int length) {
            bytes += length;
        }
    }
}
