package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentCasesTest {

    @Test
    void readsTheReportedDocumentsAsTheirAuthorsWroteThem() throws IOException {
        String folder = Optional.ofNullable(System.getProperty(DocumentCases.FOLDER_PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(DocumentCases.FOLDER_VARIABLE)))
                .orElse("");
        assumeTrue(
                !folder.isEmpty() && Files.isDirectory(Path.of(folder)),
                "set -D" + DocumentCases.FOLDER_PROPERTY + " or " + DocumentCases.FOLDER_VARIABLE
                        + " to the folder of the reported documents");

        DocumentCases.Outcome outcome = DocumentCases.run(Path.of(folder));

        System.out.print(outcome.table());
        assertThat(outcome.broken()).isEmpty();
    }
}
