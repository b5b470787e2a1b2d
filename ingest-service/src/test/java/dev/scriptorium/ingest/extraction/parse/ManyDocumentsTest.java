package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.testing.documents.MixedDocuments;
import dev.scriptorium.testing.documents.MixedDocuments.Mixed;
import dev.scriptorium.testing.documents.SampleDocuments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManyDocumentsTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> samples() {
        return SampleDocuments.all().entrySet().stream()
                .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void readsEverySample(String name, byte[] bytes) {
        ParsedDocument parsed = ParsedDocument.of(bytes, name, "", folder);

        assertThat(parsed.parts()).hasSize(1);
        assertThat(parsed.kinds())
                .contains(name.endsWith(".csv") ? BlockKind.BLOCK_KIND_TABLE_CELL : BlockKind.BLOCK_KIND_PARAGRAPH);
    }

    @Test
    void endsEachMixedDocumentAsExpected() {
        List<Mixed> documents = MixedDocuments.of(200, 42);

        Map<String, String> ends = new TreeMap<>();
        documents.forEach(document -> ends.put(document.fileName(), end(document)));

        Map<String, String> expected = new TreeMap<>();
        documents.forEach(document ->
                expected.put(document.fileName(), document.failureCode().orElse("SUCCEEDED")));
        assertThat(ends).isEqualTo(expected);
    }

    private String end(Mixed document) {
        try {
            ParsedDocument.of(document.bytes(), document.fileName(), document.mediaType(), folder);
            return "SUCCEEDED";
        } catch (FailureException e) {
            return e.code().name();
        }
    }
}
