package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.testing.documents.KnownDocuments;
import dev.scriptorium.testing.documents.KnownDocuments.Known;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractionQualityTest {

    @TempDir
    private Path folder;

    @Test
    void readsTwoHundredKnownDocumentsNearlyWithoutFault() {
        Map<String, ExtractionQuality> byFormat = new TreeMap<>();
        ExtractionQuality all = ExtractionQuality.NONE;
        for (Known known : KnownDocuments.of(200, 2026)) {
            ExtractionQuality quality = ExtractionQuality.of(known, read(known));
            byFormat.merge(known.fileName().replaceFirst(".*\\.", ""), quality, ExtractionQuality::plus);
            all = all.plus(quality);
        }

        System.out.println(
                "| format | word recall | word precision | border F1 | order | right kind |\n|---|---|---|---|---|---|");
        byFormat.forEach((format, quality) -> System.out.println(quality.row(format)));
        System.out.println(all.row("all"));
        assertThat(all.recall()).isGreaterThan(0.999);
        assertThat(all.precision()).isGreaterThan(0.999);
        assertThat(all.borderF1()).isGreaterThan(0.99);
        assertThat(all.order()).isGreaterThan(0.999);
        assertThat(all.kinds()).isGreaterThan(0.99);
    }

    private List<Block> read(Known known) {
        try {
            return ParsedDocument.of(known.bytes(), known.fileName(), "", folder)
                    .blocks();
        } catch (FailureException e) {
            return List.of();
        }
    }
}
