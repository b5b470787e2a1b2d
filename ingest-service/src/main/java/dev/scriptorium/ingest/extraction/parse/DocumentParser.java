package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.hssf.OldExcelFormatException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.sax.SecureContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads any of the {@link DocumentFormat}s. Hostile bytes can make it hang or exhaust the memory: it belongs into a
 * process that can be killed. For one thread.
 */
public final class DocumentParser {

    /** Bytes that a character may take on the average before a text file is refused without being read. */
    private static final int MAX_BYTES_PER_CHARACTER = 4;

    private static final int DEEPEST_NESTING = 400;

    private final FormatDetector detector = new FormatDetector();
    private final TextDecoder decoder = new TextDecoder();
    private final TikaParsers parsers = new TikaParsers();

    /**
     * Reads the document and hands its parts on as they are found.
     *
     * @param comments whether reviewers' comments are read
     * @throws FailureException when the document is not read, after some parts were handed on or none
     */
    public ParseResult parse(SourceFile source, Limits limits, boolean comments, Consumer<ExtractedPart> parts) {
        PartWriter out = new PartWriter(limits, parts);
        try (TikaInputStream stream = TikaInputStream.get(source.file())) {
            if (Files.size(source.file()) == 0) {
                throw new FailureException(FailureCode.EMPTY_TEXT, "The file is empty.");
            }
            ArchiveCheck.check(source.file());
            DocumentFormat format = detector.detect(stream, source);
            if (source.units() || format.hasUnitsOnly()) {
                UnitBlocks.read(format, source, out);
            } else if (format.isBareText()) {
                PlainTextParser.readText(format, text(source.file(), limits), out);
            } else {
                parse(format, source, stream, limits, comments, out);
            }
            out.refusal().ifPresent(refusal -> {
                throw refusal;
            });
            out.end();
            return new ParseResult(format, out.unread());
        } catch (IOException | SAXException | TikaException | RuntimeException | StackOverflowError e) {
            throw out.refusal().orElseGet(() -> failure(e));
        }
    }

    /** The format of a document, without its text. Fails as {@link #parse} does. */
    DocumentFormat format(SourceFile source) throws IOException {
        try (TikaInputStream stream = TikaInputStream.get(source.file())) {
            ArchiveCheck.check(source.file());
            return detector.detect(stream, source);
        }
    }

    private String text(Path file, Limits limits) throws IOException {
        return decoder.decode(bytes(file, limits));
    }

    private static byte[] bytes(Path file, Limits limits) throws IOException {
        if (Files.size(file) > limits.maxCharacters() * MAX_BYTES_PER_CHARACTER) {
            throw new FailureException(
                    FailureCode.DOC_TOO_LARGE,
                    "The document has more than " + limits.maxCharacters() + " characters of text.");
        }
        return Files.readAllBytes(file);
    }

    private void parse(
            DocumentFormat format,
            SourceFile source,
            TikaInputStream stream,
            Limits limits,
            boolean comments,
            PartWriter out)
            throws IOException, SAXException, TikaException {
        switch (format) {
            case HTML -> {
                byte[] page = bytes(source.file(), limits);
                HtmlBlocks.read(decoder.decode(page, HtmlBlocks.declaredCharset(page)), out);
                return;
            }
            case EML -> {
                MailBlocks.read(Files.readAllBytes(source.file()), out, decoder);
                return;
            }
            case PDF -> {
                PdfBlocks.read(source.file(), out);
                return;
            }
            case DOCX -> {
                WordBlocks.read(source.file(), out, decoder, comments);
                return;
            }
            case XLSX -> {
                ExcelBlocks.read(source.file(), out, comments);
                return;
            }
            case PPTX -> {
                SlideBlocks.read(source.file(), out, comments);
                return;
            }
            case ODT, ODS, ODP -> {
                OdfBlocks.read(source.file(), out, comments);
                return;
            }
            case XLS -> {
                if (isExcel97(source.file(), comments, out)) {
                    return;
                }
            }
            case RTF -> {
                RtfBlocks.read(bytes(source.file(), limits), out, comments);
                return;
            }
            default -> {}
        }
        Metadata metadata = new Metadata();
        metadata.set(Metadata.CONTENT_TYPE, format.mediaType());
        XhtmlBlocks blocks = new XhtmlBlocks(format, out);
        SecureContentHandler guarded = new SecureContentHandler(blocks, stream);
        guarded.setMaximumDepth(DEEPEST_NESTING);
        try {
            parsers.of(format).parse(stream, guarded, metadata, parsers.context(format));
        } catch (SAXException e) {
            guarded.throwIfCauseOf(e);
            throw e;
        }
    }

    /** Reads it, unless it is older: that is left to Tika. */
    private static boolean isExcel97(Path file, boolean comments, PartWriter out) throws IOException {
        try {
            OldExcelBlocks.read(file, out, comments);
            return true;
        } catch (OldExcelFormatException e) {
            return false;
        }
    }

    private static FailureException failure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof FailureException failure) {
                return failure;
            } else if (cause instanceof org.apache.tika.exception.EncryptedDocumentException
                    || cause instanceof EncryptedDocumentException) {
                return new FailureException(
                        FailureCode.DOC_ENCRYPTED, "The document is encrypted with a password.", thrown);
            } else if (message.contains("zip bomb") || message.contains("Zip bomb")) {
                return new FailureException(
                        FailureCode.ARCHIVE_BOMB, "The document expands to far more than its size.", thrown);
            } else if (cause instanceof WriteLimitReachedException) {
                return new FailureException(FailureCode.DOC_TOO_LARGE, "The document has too much text.", thrown);
            }
        }
        return new FailureException(
                FailureCode.DOC_CORRUPT,
                "The document is damaged: the parser stopped with "
                        + thrown.getClass().getSimpleName() + ".",
                thrown);
    }
}
