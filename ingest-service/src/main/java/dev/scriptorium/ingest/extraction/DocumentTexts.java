package dev.scriptorium.ingest.extraction;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.extraction.fork.Extraction;
import dev.scriptorium.ingest.extraction.fork.Extraction.Extracted;
import dev.scriptorium.ingest.extraction.fork.Extraction.Refused;
import dev.scriptorium.ingest.extraction.fork.Extraction.Stretches;
import dev.scriptorium.ingest.extraction.fork.Extraction.Written;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The text of a stored document as the pipeline reads it. It is not stored: the document is read again, which gives the
 * same text. Thread-safe; the calling thread waits for a parsing process as extraction does.
 */
@Singleton
public final class DocumentTexts {

    private final DocumentReader reader;

    DocumentTexts(DocumentReader reader) {
        this.reader = reader;
    }

    /** Fails as extraction does, for example with {@code DOC_ENCRYPTED}. */
    public DocumentText read(Document document) {
        DocumentReceived received = DocumentReceived.newBuilder()
                .setDocument(
                        DocumentRef.newBuilder().setDocumentId(document.id().toString()))
                .setBlobSha256(document.sha256().hex())
                .setSize(document.size())
                .setFileName(document.fileName())
                .setDeclaredMediaType(document.declaredMediaType())
                .build();
        return text(reader.read(received));
    }

    /** As {@link #read(Document)}, of bytes in another store that no document has. */
    public DocumentText read(BlobStore blobs, String fileName, String declaredMediaType, StoredBlob blob) {
        DocumentReceived received = DocumentReceived.newBuilder()
                .setBlobSha256(blob.digest().hex())
                .setSize(blob.size().toBytes())
                .setFileName(fileName)
                .setDeclaredMediaType(declaredMediaType)
                .build();
        return text(reader.from(blobs).read(received));
    }

    private static DocumentText text(Extraction extraction) {
        return switch (extraction) {
            case Extracted extracted ->
                new DocumentText(
                        extracted.mediaType(),
                        extracted.parts().stream()
                                .flatMap(part -> part.getBlocksList().stream())
                                .toList(),
                        extracted.unread());
            case Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Stretches other -> throw outOfTurn();
            case Written other -> throw outOfTurn();
        };
    }

    private static IllegalStateException outOfTurn() {
        return new IllegalStateException("a document that is read has a text, and no file");
    }

    /**
     * The text of a document.
     *
     * @param blocks in reading order
     * @param unread what of the document was not read
     */
    public record DocumentText(String mediaType, List<Block> blocks, List<String> unread) {

        public DocumentText {
            blocks = List.copyOf(blocks);
            unread = List.copyOf(unread);
        }
    }
}
