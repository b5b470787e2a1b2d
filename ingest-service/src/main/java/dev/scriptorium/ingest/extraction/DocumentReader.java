package dev.scriptorium.ingest.extraction;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.ingest.blob.BlobFile;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.extraction.fork.Extraction;
import dev.scriptorium.ingest.extraction.fork.Extraction.Extracted;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.parse.DocumentFormat;
import dev.scriptorium.ingest.extraction.parse.Limits;
import dev.scriptorium.ingest.extraction.parse.PartWriter;
import dev.scriptorium.ingest.extraction.parse.PlainTextParser;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads documents: plain text at once, everything else in a parsing process. Blocks until a document is read. Thread-safe.
 */
final class DocumentReader implements AutoCloseable {

    /** Some milliseconds and megabytes at most, however many are read at a time; larger text goes to a parsing process. */
    private static final long LARGEST_READ_IN_PROCESS = 256 << 10;

    private final BlobStore blobs;
    private final ForkPool forks;
    private final Limits limits;

    DocumentReader(BlobStore blobs, ForkPool forks, Limits limits) {
        this.blobs = blobs;
        this.forks = forks;
        this.limits = limits;
    }

    /** Reads from another store, with the same parsing processes; never to be closed. */
    DocumentReader from(BlobStore other) {
        return new DocumentReader(other, forks, limits);
    }

    /** @throws dev.scriptorium.core.failure.FailureException where the document is not read, or its bytes are not there */
    Extraction read(DocumentReceived received) {
        return readInProcess(received).orElseGet(() -> readInFork(received));
    }

    private Optional<Extraction> readInProcess(DocumentReceived received) {
        String name = received.getFileName();
        String declared = received.getDeclaredMediaType();
        if (received.getFileUnits()
                || received.getSize() > LARGEST_READ_IN_PROCESS
                || !PlainTextParser.mayRead(name, declared)) {
            return Optional.empty();
        }
        List<ExtractedPart> parts = new ArrayList<>();
        Optional<DocumentFormat> format =
                PlainTextParser.read(bytes(received), name, declared, new PartWriter(limits, parts::add));
        return format.map(found -> new Extracted(found.mediaType(), parts, List.of()));
    }

    private byte[] bytes(DocumentReceived received) {
        try (InputStream blob = blobs.open(digest(received))) {
            return blob.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The blob of " + received.getDocument().getDocumentId(), e);
        }
    }

    private Extraction readInFork(DocumentReceived received) {
        try (BlobFile blob = blobs.file(digest(received))) {
            SourceFile source = new SourceFile(
                    blob.path(), received.getFileName(), received.getDeclaredMediaType(), received.getFileUnits());
            return forks.extract(source).join();
        }
    }

    /** Ends the parsing processes; documents that are being parsed are given up. */
    @Override
    public void close() {
        forks.close();
    }

    private static Sha256 digest(DocumentReceived received) {
        return new Sha256(received.getBlobSha256());
    }
}
