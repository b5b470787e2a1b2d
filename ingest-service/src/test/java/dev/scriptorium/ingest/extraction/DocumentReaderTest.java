package dev.scriptorium.ingest.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.BlobUpload;
import dev.scriptorium.ingest.blob.FileBlobStore;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.extraction.fork.Extraction.Extracted;
import dev.scriptorium.ingest.extraction.fork.Extraction.Refused;
import dev.scriptorium.ingest.extraction.fork.ForkClasspath;
import dev.scriptorium.ingest.extraction.fork.ForkCommand;
import dev.scriptorium.ingest.extraction.fork.ForkMain;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.fork.ForkSettings;
import dev.scriptorium.ingest.extraction.parse.Limits;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import dev.scriptorium.testing.documents.DocumentForm;
import dev.scriptorium.testing.documents.SampleDocuments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {

    private static final Limits LIMITS = new Limits(1_000_000, 10_000, 100);

    @TempDir
    private Path folder;

    private BlobStore blobs;
    private ForkPool forks;
    private ForkPool noForks;

    @BeforeEach
    void open() throws IOException {
        blobs = new FileBlobStore(folder.resolve("blobs"));
        forks = pool(ForkClasspath.find());
        noForks = pool(List.of(folder));
    }

    @AfterEach
    void close() {
        forks.close();
        noForks.close();
    }

    @Test
    void readsPlainTextWithoutAnyProcess() {
        DocumentReceived received = stored("The parcel is late.".getBytes(StandardCharsets.UTF_8), "note.txt");

        assertThat(new DocumentReader(blobs, noForks, LIMITS).read(received))
                .isInstanceOfSatisfying(
                        Extracted.class,
                        extracted -> assertThat(extracted.mediaType()).isEqualTo("text/plain"));
    }

    @Test
    void readsAllElseInAProcess() {
        byte[] docx = DocumentForm.DOCX.write(SampleDocuments.text("service-contract.docx"));

        assertThat(new DocumentReader(blobs, forks, LIMITS).read(stored(docx, "contract.docx")))
                .isInstanceOfSatisfying(Extracted.class, extracted -> {
                    assertThat(extracted.mediaType()).isEqualTo(DocumentForm.DOCX.mediaType());
                    assertThat(extracted.parts().getFirst().getBlocks(0).getText())
                            .isEqualTo("Contract for maintenance services");
                });
    }

    @Test
    void refusesTextWithTheSameCodeHereAndThere() {
        byte[] blank = " \n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new DocumentReader(blobs, noForks, LIMITS).read(stored(blank, "blank.txt")))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.EMPTY_TEXT));
        assertThat(new DocumentReader(blobs, forks, LIMITS).read(stored(blank, "blank.csv")))
                .isEqualTo(new Refused(FailureCode.EMPTY_TEXT, "The document has no text."));
    }

    @Test
    void readsNoBytesThatHaveChanged() throws IOException {
        for (String name : List.of("note.txt", "note.html")) {
            DocumentReceived received = stored(("<p>The offer of " + name).getBytes(StandardCharsets.UTF_8), name);
            Files.writeString(fileOf(received), "<p>Another offer");

            assertThatThrownBy(() -> new DocumentReader(blobs, forks, LIMITS).read(received))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            failure -> assertThat(failure.code()).isEqualTo(FailureCode.BLOB_CORRUPT));
        }
    }

    private DocumentReceived stored(byte[] bytes, String name) {
        try (BlobUpload deposit = blobs.begin()) {
            StoredBlob blob = deposit.add(new ByteArrayInputStream(bytes), DataSize.parse("1MiB"));
            deposit.commit();
            return DocumentReceived.newBuilder()
                    .setBlobSha256(blob.digest().hex())
                    .setSize(bytes.length)
                    .setFileName(name)
                    .build();
        }
    }

    private Path fileOf(DocumentReceived received) throws IOException {
        try (var files = Files.walk(folder.resolve("blobs"))) {
            return files.filter(file -> file.getFileName().toString().contains(received.getBlobSha256()))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private ForkPool pool(List<Path> classpath) {
        return new ForkPool(
                new ForkSettings(
                        1,
                        100,
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(2),
                        folder.resolve("temporary"),
                        LIMITS,
                        false),
                new ForkCommand(List.of(), DataSize.parse("128MiB"), List.of(), classpath, ForkMain.class.getName()));
    }
}
